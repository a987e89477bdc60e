// Keys for the desk. Everything also works without this script.
"use strict";

const typing = (target) => target.closest("input:not([type=radio]), textarea, select") !== null;

function moveInList(step) {
  const links = [...document.querySelectorAll(".queue a")];
  const here = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
  if (next) { next.focus(); next.scrollIntoView({block: "nearest"}); }
}

function choose(key) {
  const form = document.querySelector(".decide");
  if (!form) return;
  const verdict = form.querySelector(`input[name=verdict][data-key="${key}"]`);
  if (verdict) { verdict.click(); verdict.focus(); return; }
  const chosen = form.querySelector("input[name=verdict]:checked");
  const reason = chosen?.closest("fieldset")
    .querySelector(`input[name=reason][data-key="${key}"]`);
  if (reason) { reason.click(); reason.focus(); }
}

document.addEventListener("keydown", (event) => {
  const form = document.querySelector(".decide");
  if (event.ctrlKey && event.key === "Enter" && form) { form.requestSubmit(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") moveInList(1);
  else if (event.key === "k") moveInList(-1);
  else if (event.key === "n") document.getElementById("following")?.click();
  else if (/^[icu1-9]$/.test(event.key)) choose(event.key);
});

document.addEventListener("change", (event) => {
  // choosing a reason chooses its verdict; choosing a verdict drops the reason of another
  const field = event.target.closest("fieldset");
  if (!field) return;
  if (event.target.name === "reason") field.querySelector("input[name=verdict]").checked = true;
  if (event.target.name === "verdict") {
    for (const one of document.querySelectorAll(".decide input[name=reason]:checked")) {
      if (one.closest("fieldset") !== field) one.checked = false;
    }
  }
});
