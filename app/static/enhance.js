// Comforts only: every page does its work without this file.
"use strict";

// A calendar beside 資格確認日. The visible text field stays the one that is sent.
for (const place of document.querySelectorAll("[data-calendar]")) {
  const text = document.getElementById(place.dataset.calendar);
  const day = document.createElement("input");
  if (typeof day.showPicker !== "function") continue;
  day.type = "date";
  day.className = "calendar";
  day.tabIndex = -1;
  day.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-outline button-small";
  button.textContent = "カレンダー";
  button.addEventListener("click", () => {
    const parts = text.value.match(/^(\d{4})[/-]?(\d{2})[/-]?(\d{2})$/);
    day.value = parts ? parts.slice(1).join("-") : "";
    day.showPicker();
  });
  day.addEventListener("change", () => {
    if (day.value) text.value = day.value.replaceAll("-", "/");
    text.focus();
  });
  const holder = document.createElement("span");
  holder.className = "calendar-place";
  holder.append(day, button);
  place.append(holder);
}

// A second press while the first one is on its way sends nothing.
const RESEND_AFTER_MS = 5000;
for (const form of document.querySelectorAll('form[method="post"]')) {
  let sentAt = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < RESEND_AFTER_MS) event.preventDefault();
    else sentAt = event.timeStamp;
  });
}

// Back asks the service again: a page out of the browser's memory may show a patient who was left or erased since.
window.addEventListener("pagehide", (event) => {
  document.body.hidden = event.persisted;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(location.pathname);
});
