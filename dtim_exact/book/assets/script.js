// Everything here is an addition: the pages are complete without it.
(function () {
  "use strict";
  var root = document.documentElement;

  // light and dark by hand
  var theme = document.querySelector(".theme");
  theme.hidden = false;
  theme.addEventListener("click", function () {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("dtim-theme", root.dataset.theme); } catch (e) { /* it lasts for this page */ }
  });

  // copy LaTeX
  function fallback(text) {
    var area = document.createElement("textarea");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  document.querySelectorAll(".copy").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = button.dataset.latex;
      function done() {
        button.textContent = "copied";
        button.classList.add("done");
        setTimeout(function () { button.textContent = "LaTeX"; button.classList.remove("done"); }, 1500);
      }
      if (navigator.clipboard) {
        navigator.clipboard.writeText(text).then(done, function () { fallback(text); done(); });
      } else { fallback(text); done(); }
    });
  });

  // a link to a claim inside a closed part opens it
  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) { if (part.tagName === "DETAILS") { part.open = true; } }
  }
  addEventListener("hashchange", open);
  open();

  // the edges of the box under the pointer
  document.querySelectorAll(".graph a").forEach(function (box) {
    var id = decodeURIComponent(box.getAttribute("href").split("#")[1] || "");
    function light(on) {
      box.ownerSVGElement.querySelectorAll(".edges path").forEach(function (path) {
        if (path.dataset.ends.split(" ").map(function (end) { return "claim-" + end; }).indexOf(id) >= 0) {
          path.classList.toggle("lit", on);
        }
      });
    }
    ["mouseenter", "focus"].forEach(function (name) { box.addEventListener(name, function () { light(true); }); });
    ["mouseleave", "blur"].forEach(function (name) { box.addEventListener(name, function () { light(false); }); });
  });

  // search, on the page that holds the index
  var holder = document.getElementById("index");
  if (!holder) { return; }
  var index = JSON.parse(holder.textContent), field = document.getElementById("find");
  var results = document.getElementById("results"), found = document.getElementById("found");
  field.value = new URLSearchParams(location.search).get("q") || "";
  function plain(text) { return text.toLowerCase().replace(/[()\\{}_^,;.]/g, " ").replace(/\s+/g, " ").trim(); }
  function rank(entry, query, words) {
    var name = plain(entry.id);
    if (name === query) { return 100; }
    var score = name.indexOf(query) === 0 ? 20 : 0;
    for (var i = 0; i < words.length; i++) {
      if (entry.says.indexOf(words[i]) >= 0) { score += 6; }
      else if (entry.text.indexOf(words[i]) >= 0) { score += 2; }
      else { return score >= 20 ? score : 0; }
    }
    return score;
  }
  index.forEach(function (entry) { entry.says = plain(entry.shown); entry.text = plain(entry.text); });
  function search() {
    var query = plain(field.value), words = query.split(" ").filter(Boolean);
    results.textContent = "";
    if (!words.length) { found.textContent = "Type a number such as (S19), a name or words into the field above."; return; }
    var hits = index.map(function (entry) { return [rank(entry, query, words), entry]; })
      .filter(function (hit) { return hit[0] > 0; }).sort(function (a, b) { return b[0] - a[0]; });
    found.textContent = hits.length ? hits.length + (hits.length === 1 ? " claim" : " claims") : "Nothing found. A shorter word may help.";
    hits.slice(0, 60).forEach(function (hit) {
      var item = document.createElement("li"), link = document.createElement("a"), badge = document.createElement("span");
      var says = document.createElement("p");
      link.href = hit[1].address; link.textContent = hit[1].label;
      badge.className = "badge " + hit[1].verdict; badge.textContent = hit[1].verdict;
      says.innerHTML = hit[1].html; // made with the pages
      item.append(link, " ", badge, says);
      results.appendChild(item);
    });
  }
  field.addEventListener("input", search);
  search();
})();
