// Keys for the desk, and two pictures tied together. Everything else works without this script.
"use strict";

document.documentElement.classList.add("scripted");

// -- keys, as this browser's person set them ----------------------------------------------------

const USUAL = {
  infringing: "i", cleared: "c", unsure: "u", authorised: "a", compatible: "m", skip: "s",
  undo: "z", group: "g", note: "n", open: "o", overlay: " ", zoom_in: "+", zoom_out: "-",
  zoom_off: "0", down: "j", up: "k", help: "?",
};
let keys = {...USUAL}, keysOn = true;

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem("keys") ?? "{}");
    for (const name of Object.keys(USUAL)) if (typeof kept[name] === "string") keys[name] = kept[name];
    keysOn = localStorage.getItem("keys-off") === null;
  } catch { keys = {...USUAL}; }
}

const shown = (key) => (key === " " ? "␣" : key);

function showKeys() {
  for (const one of document.querySelectorAll("kbd[data-key]")) {
    one.textContent = shown(keys[one.dataset.key]);
  }
  for (const one of document.querySelectorAll("input[data-map]")) {
    one.value = shown(keys[one.dataset.map]);
  }
  const box = document.getElementById("keys-on");
  if (box) box.checked = keysOn;
  document.documentElement.classList.toggle("keyless", !keysOn);
}

function remap(input, key) {
  if (key.length !== 1 || /[1-9]/.test(key)) return;
  const name = input.dataset.map;
  const other = Object.keys(keys).find((one) => keys[one] === key && one !== name);
  if (other) keys[other] = keys[name];
  keys[name] = key;
  localStorage.setItem("keys", JSON.stringify(keys));
  showKeys();
}

// -- deciding ------------------------------------------------------------------------------------

const typing = (target) => target.closest("input, textarea, select") !== null;
let chosen = null;

function chooseVerdict(name) {
  chosen = document.querySelector(`fieldset[data-verdict="${name}"]`);
  for (const one of document.querySelectorAll("fieldset[data-verdict]")) {
    one.classList.toggle("chosen", one === chosen);
  }
  chosen?.scrollIntoView({block: "nearest"});
}

function press(selector) {
  const button = document.querySelector(selector);
  if (button) button.click();
  return button !== null;
}

function moveInList(step) {
  const links = [...document.querySelectorAll(".queue a, .brief a")];
  const here = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
  if (next) { next.focus(); next.scrollIntoView({block: "nearest"}); }
}

const DEEDS = {
  infringing: () => chooseVerdict("infringing"),
  cleared: () => chooseVerdict("cleared"),
  unsure: () => chooseVerdict("unsure"),
  authorised: () => press('fieldset [data-do="authorised"]'),
  compatible: () => press('fieldset [data-do="compatible"]'),
  skip: () => press('button[data-do="skip"]'),
  undo: () => press('button[data-do="undo"]'),
  group: () => press("a[data-group]"),
  note: () => document.querySelector("input[name=note]")?.focus(),
  open: () => press("#listing-link"),
  zoom_in: () => zoom(1.5),
  zoom_out: () => zoom(1 / 1.5),
  zoom_off: () => zoom(0),
  down: () => moveInList(1),
  up: () => moveInList(-1),
  help: () => document.getElementById("help")?.showModal(),
  keys_reset: () => { keys = {...USUAL}; localStorage.removeItem("keys"); showKeys(); },
};

document.addEventListener("keydown", (event) => {
  const input = event.target.closest("input[data-map]");
  if (input && event.key !== "Tab" && event.key !== "Escape") {
    event.preventDefault();
    remap(input, event.key);
    return;
  }
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.repeat) { if (event.key === keys.overlay) event.preventDefault(); return; }
  if (chosen && /^[1-9]$/.test(event.key)) {
    press(`fieldset.chosen button[data-number="${event.key}"]`);
    return;
  }
  if (event.key === keys.overlay && pair) { event.preventDefault(); layOver(true); return; }
  const deed = Object.keys(USUAL).find((one) => keys[one] === event.key);
  if (deed && DEEDS[deed]) { event.preventDefault(); DEEDS[deed](); }
});

document.addEventListener("keyup", (event) => { if (event.key === keys.overlay) layOver(false); });

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[type=button][data-do]");
  if (button) DEEDS[button.dataset.do]?.();
});

document.addEventListener("change", (event) => {
  if (event.target.id !== "keys-on") return;
  keysOn = event.target.checked;
  if (keysOn) localStorage.removeItem("keys-off"); else localStorage.setItem("keys-off", "1");
  showKeys();
});

document.addEventListener("submit", (event) => {
  // a second press on the way to the next page must not decide that one
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post") form.dataset.sent = "1";
});

window.addEventListener("pageshow", () => {
  for (const one of document.querySelectorAll("form[data-sent]")) delete one.dataset.sent;
});

// -- two pictures, tied by where one lies in the other -------------------------------------------

const pair = document.querySelector(".pair.tied");
const view = {scale: 1, x: 0.5, y: 0.5};

function project(m, x, y) {
  const w = m[6] * x + m[7] * y + m[8];
  return [(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w];
}

function sides() {
  const [ours, theirs] = ["ours", "theirs"].map((one) => pair.querySelector(`svg[data-side=${one}]`));
  const size = (svg) => ["width", "height"].map((one) => Number(svg.querySelector("image").getAttribute(one)));
  const numbers = (text) => text.split(" ").map(Number);
  return {ours, theirs, own: size(ours), other: size(theirs),
    to: numbers(pair.dataset.matrix), back: numbers(pair.dataset.back)};
}

// how pixels of the listing come to lie on ours, exact at one point and straight around it
function lying(s, x, y) {
  const [u, v] = project(s.to, x, y), step = 1e-3;
  const here = project(s.back, u, v);
  const right = project(s.back, u + step, v), down = project(s.back, u, v + step);
  const [w, h] = s.own, [tw, th] = s.other;
  const a = (right[0] - here[0]) / step * w / tw, b = (right[1] - here[1]) / step * h / tw;
  const c = (down[0] - here[0]) / step * w / th, d = (down[1] - here[1]) / step * h / th;
  const e = here[0] * w - a * u * tw - c * v * th, f = here[1] * h - b * u * tw - d * v * th;
  return `matrix(${[a, b, c, d, e, f].join(" ")})`;
}

function zoom(factor) {
  if (!pair) return;
  view.scale = factor === 0 ? 1 : Math.min(Math.max(view.scale * factor, 1), 40);
  if (view.scale === 1) { view.x = 0.5; view.y = 0.5; }
  drawPair();
}

function drawPair() {
  const s = sides(), [w, h] = s.own;
  const group = s.theirs.querySelector("g");
  if (view.scale === 1) {
    s.ours.setAttribute("viewBox", `0 0 ${w} ${h}`);
    s.theirs.setAttribute("viewBox", `0 0 ${s.other.join(" ")}`);
    group.removeAttribute("transform");
    return;
  }
  const wide = w / view.scale, high = h / view.scale;
  const box = `${view.x * w - wide / 2} ${view.y * h - high / 2} ${wide} ${high}`;
  s.ours.setAttribute("viewBox", box);
  s.theirs.setAttribute("viewBox", box);
  group.setAttribute("transform", lying(s, view.x, view.y));
}

function layOver(on) {
  if (!pair) return;
  const s = sides(), old = s.ours.querySelector(".over");
  if (!on) { old?.remove(); return; }
  if (old) return;
  const copy = s.theirs.querySelector("image").cloneNode();
  copy.setAttribute("class", "over");
  copy.setAttribute("transform", lying(s, view.x, view.y));
  s.ours.querySelector("g").append(copy);
}

function pointOf(svg, event) {
  const place = new DOMPoint(event.clientX, event.clientY);
  return place.matrixTransform(svg.querySelector("image").getScreenCTM().inverse());
}

if (pair) {
  for (const svg of pair.querySelectorAll("svg[data-side]")) {
    const move = (event) => {
      const s = sides(), at = pointOf(svg, event), size = svg.dataset.side === "ours" ? s.own : s.other;
      const unit = [at.x / size[0], at.y / size[1]];
      [view.x, view.y] = svg.dataset.side === "ours" ? unit : project(s.back, ...unit);
    };
    svg.addEventListener("click", (event) => { move(event); zoom(1.5); });
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      if (view.scale === 1) move(event);
      zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    }, {passive: false});
  }
}

remembered();
showKeys();

// copies the text beside a button, and says so on it
for (const button of document.querySelectorAll("button[data-copy]")) {
  const said = button.textContent;
  button.addEventListener("click", async () => {
    const text = button.previousElementSibling.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = said; }, 2000);
    } catch {
      // a browser that does not let us write leaves the text marked, to be copied by hand
      getSelection().selectAllChildren(button.previousElementSibling);
    }
  });
}
