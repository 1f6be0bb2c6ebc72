// The day at the desk: renews what has changed, keys for the list, copying, printing, the tone of
// the display. Everything works without it too.
(function () {
  var live = document.getElementById("live"), stale = document.getElementById("stale");
  var isDisplay = live && live.dataset.sound, touched = Date.now(), QUIET = 15 * 60000;

  // Only what differs is exchanged: focus, scroll and what is being read stay where they are.
  function renew(old, fresh) {
    var i, olds, news;
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== 1 || old.nodeName !== fresh.nodeName ||
      old.childNodes.length !== fresh.childNodes.length ||
      !old.cloneNode(false).isEqualNode(fresh.cloneNode(false))) {
      old.replaceWith(fresh);
      return;
    }
    olds = Array.from(old.childNodes);
    news = Array.from(fresh.childNodes);
    for (i = 0; i < olds.length; i++) renew(olds[i], news[i]);
  }

  function focused() {
    var row = live.contains(document.activeElement) && document.activeElement.closest("tr");
    var link = row && row.querySelector("[id]");
    return link ? { id: link.id, tag: document.activeElement.nodeName } : null;
  }

  function refocus(before) {
    var link = before && document.getElementById(before.id);
    if (!link || live.contains(document.activeElement)) return;
    (before.tag === "BUTTON" && link.closest("tr").querySelector("button") || link)
      .focus({ preventScroll: true });
  }

  function show(page) {
    var fresh = new DOMParser().parseFromString(page, "text/html").getElementById("live");
    var before = focused(), known = calls();
    if (!fresh) throw new Error("signed out");
    renew(live, fresh);
    live = document.getElementById("live");
    refocus(before);
    if (calls().some(function (call) { return known.indexOf(call) < 0; })) ring();
    if (stale) stale.hidden = true;
  }

  // Whoever has left the desk is signed out in time: only who uses the page keeps it fresh.
  function poll() {
    if (document.hidden || (!isDisplay && Date.now() - touched > QUIET)) return;
    fetch(location.pathname + location.search, { credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error("not there");
        return answer.text();
      })
      .then(show)
      .catch(function () { if (stale) stale.hidden = false; });
  }

  function touch() {
    var wasQuiet = Date.now() - touched > QUIET;
    touched = Date.now();
    if (wasQuiet) poll();
  }

  function calls() {
    return Array.from(live.querySelectorAll("[data-call]"), function (call) {
      return call.dataset.call;
    });
  }

  var sound;
  function ring() {
    if (!sound) return;
    [660, 880].forEach(function (pitch, number) {
      var tone = sound.createOscillator(), volume = sound.createGain();
      var begin = sound.currentTime + number * 0.35;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.3, begin);
      volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.6);
      tone.connect(volume).connect(sound.destination);
      tone.start(begin);
      tone.stop(begin + 0.6);
    });
  }

  // Browsers are silent until somebody has pressed something.
  function offerSound() {
    var button = document.createElement("button");
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = live.dataset.sound;
    button.addEventListener("click", function () {
      sound = new AudioContext();
      ring();
      button.remove();
    });
    live.after(button);
  }

  function rows() { return Array.from(live.querySelectorAll("#day .st-nm")); }

  function go(row, by) {
    var links = rows(), at = row ? links.indexOf(row.querySelector(".st-nm")) : -1;
    var next = links[Math.max(0, Math.min(links.length - 1, at + by))];
    if (next) next.focus();
  }

  function finish(row, outcome) {
    var link = row.querySelector(".st-nm"), form = document.createElement("form");
    var token = document.querySelector("main input[name=csrf_token]");
    if (!token) return;
    form.method = "post";
    form.action = link.pathname + "/fertig" + link.search;
    form.append(token.cloneNode());
    form.append(Object.assign(document.createElement("input"),
      { type: "hidden", name: "ergebnis", value: outcome }));
    document.body.append(form);
    form.submit();
  }

  // Single letters count only while the focus is in the list (WCAG 2.1.4).
  function press(event) {
    var row = event.target.closest("tr"), region = event.target.closest("#day");
    var outcomes, step;
    if (!region || event.ctrlKey || event.metaKey || event.altKey ||
      /INPUT|SELECT|TEXTAREA/.test(event.target.nodeName)) return;
    if (event.key === "j") go(row, 1);
    else if (event.key === "k") go(row, -1);
    else if (event.key === "a") {
      step = (row || region.querySelector(".st-nx") || region).querySelector("td:last-child button");
      if (step) step.click();
    } else if (/^[1-5]$/.test(event.key) && row && row.dataset.serve) {
      outcomes = region.dataset.outcomes.split(" ");
      finish(row, outcomes[event.key - 1]);
    } else return;
    event.preventDefault();
  }

  if (live) {
    setInterval(poll, live.dataset.every * 1000);
    ["keydown", "pointerdown", "pointermove"].forEach(function (kind) {
      document.addEventListener(kind, touch, { passive: true });
    });
    document.addEventListener("keydown", press);
    if (isDisplay) offerSound();
  }

  document.querySelectorAll("[data-copies]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      document.getElementById(button.dataset.copies).select();
      if (document.execCommand("copy")) button.textContent = button.dataset.done;
    });
  });
  ["keys", "print"].forEach(function (id) {
    var part = document.getElementById(id);
    if (!part) return;
    part.hidden = false;
    if (id === "print") part.addEventListener("click", function () { window.print(); });
  });
})();
