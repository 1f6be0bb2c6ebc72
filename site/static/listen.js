// Reads aloud what stands below a heading, where the browser has a voice for the language.
// Without a voice, or where a recording stands on the page, it adds nothing.
(function () {
  var speech = window.speechSynthesis, word = document.currentScript.dataset.listen;
  var main = document.querySelector("main"), playing, begun;
  if (!speech || main.querySelector("audio")) return;

  function voice(tag) {
    var every = speech.getVoices(), near, i, own;
    for (i = 0; i < every.length; i++) {
      own = every[i].lang.replace("_", "-");
      if (own === tag) return every[i];
      if (own.split("-")[0] === tag.split("-")[0]) near = near || every[i];
    }
    return near;
  }

  // What can be seen up to the next heading; the second language only says the same again.
  function texts(heading) {
    var walk = document.createTreeWalker(main, 4), found = [], node, last, at, title, tag, block;
    while ((node = walk.nextNode())) {
      at = node.parentElement;
      title = at.closest("h1, h2");
      if (heading !== title && !(heading.compareDocumentPosition(at) & 4)) continue;
      if (title && heading !== title) break;
      if (!/[^\s.,:;·()“”]/.test(node.data) || !at.getClientRects().length ||
        at.closest("[aria-hidden], .govuk-visually-hidden, .de, button")) continue;
      tag = at.closest("[lang]").lang;
      block = at.closest("span, h1, h2, h3, p, li, dt, dd, small");
      if (last && last.tag === tag && last.block === block) last.text += node.data;
      else found.push((last = { tag: tag, block: block, text: node.data }));
    }
    return found;
  }

  function show(button, on) {
    button.setAttribute("aria-pressed", on);
    button.textContent = (on ? "\u25a0 " : "\u25b6\ufe0e ") + word;
  }

  function stop() {
    speech.cancel();
    if (playing) show(playing, false);
    playing = null;
  }

  function play(button, heading) {
    var was = playing, said;
    stop();
    if (was === button) return;
    texts(heading).forEach(function (part) {
      var own = voice(part.tag);
      if (!own) return;
      said = new SpeechSynthesisUtterance(part.text);
      said.voice = own;
      said.lang = own.lang;
      speech.speak(said);
    });
    if (!said) return;
    said.onend = function () { if (playing === button) stop(); };
    show((playing = button), true);
  }

  function begin() {
    if (begun || !voice(document.documentElement.lang)) return;
    begun = true;
    [].forEach.call(main.querySelectorAll("h1, h2"), function (heading) {
      var button = document.createElement("button"), title = heading.querySelector(".t") || heading;
      button.type = "button";
      button.className = "tb-linkbtn tb-pill tb-noprint";
      button.setAttribute("aria-label", word + ": " + title.textContent);
      show(button, false);
      button.onclick = function () { play(button, heading); };
      (heading.closest(".tb-titled") || heading).insertAdjacentElement("afterend", button);
    });
    addEventListener("keydown", function (event) { if (event.key === "Escape") stop(); });
    addEventListener("pagehide", stop);
  }

  speech.onvoiceschanged = begin;
  begin();
})();
