// On a terminal: asks after a rest whether somebody is still there, then ends the visit; prints.
// Without it the button and the server end the visit just the same.
(function () {
  var own = document.currentScript.dataset, idle = own.idle * 1000, ASK = 30000, PAPER = 20000;
  var touched = Date.now(), told = touched, over = false, printed = false;
  var rest = document.getElementById("rest"), end = document.getElementById("end");
  var press = document.querySelector("[data-print]"), way;

  function home() { location.replace(own.home); }

  // What the browser keeps for its way back shows nothing, and is asked for again.
  addEventListener("pagehide", function () { document.body.textContent = ""; });
  addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });

  if (!idle) {
    // Nobody is there: look now and then whether this is still a terminal, and be seen.
    setInterval(function () {
      fetch(own.home).then(function (answer) { if (answer.status < 500) location.reload(); })
        .catch(function () {});
    }, 300000);
    return;
  }

  function tell() {
    told = Date.now();
    fetch(own.on, { method: "POST" })
      .then(function (answer) { if (answer.status !== 204) home(); })
      .catch(function () {});
  }

  function touch() {
    touched = Date.now();
    printed = false;
    if (rest.open) rest.close();
    if (touched - told > ASK) tell();
  }

  function look() {
    var quiet = Date.now() - touched, most = printed ? PAPER + ASK : idle;
    if (over) return;
    if (quiet >= most) {
      over = true;
      end.submit();
    } else if (quiet >= most - ASK && !rest.open) rest.showModal();
  }

  function print() {
    window.print();
    touched = Date.now();
    printed = true;
  }

  ["pointerdown", "keydown", "wheel"].forEach(function (kind) {
    addEventListener(kind, touch, { passive: true });
  });
  rest.addEventListener("close", touch);
  setInterval(look, 1000);

  if (press) {
    press.hidden = false;
    press.onclick = print;
    // Whoever comes from the button before has asked for it; going back or reloading has not.
    way = performance.getEntriesByType("navigation")[0];
    if (press.dataset.print === "now" && (!way || way.type === "navigate")) print();
  }
})();
