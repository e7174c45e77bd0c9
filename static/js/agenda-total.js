/* Running total of the agenda against the slot.
   <div data-agenda-total data-slot="90"> or data-slot-field="id_minutes" (a field that holds the minutes,
   or a select whose chosen option has data-minutes). Inside: inputs [data-minutes] or named …-minutes,
   [data-total] for the sum, [data-total-message] for what is over or left. */
const words = document.getElementById("igf-words")?.dataset ?? {};
const minuteInputs = '[data-minutes]:not(option), input[name$="-minutes"]';

function slotOf(box) {
  const field = document.getElementById(box.dataset.slotField ?? "");
  const chosen = field?.selectedOptions?.[0]?.dataset.minutes ?? field?.value;
  return Number(chosen || box.dataset.slot || 0);
}

function counts(input) {
  const row = input.closest("[data-row], tr");
  const removed = row?.querySelector('input[name$="-DELETE"]');
  return !input.closest("template") && !row?.hidden && !removed?.checked;
}

function minutesOf(input) {
  const value = Number.parseInt(input.value, 10);
  return Number.isFinite(value) && value > 0 ? value : 0;
}

function message(total, slot) {
  if (!slot || total === slot) return "";
  const pattern = total > slot ? words.agendaOver : words.agendaLeft;
  return (pattern || "%n%").replace("%n%", Math.abs(total - slot));
}

function update(box) {
  const inputs = [...box.querySelectorAll(minuteInputs)].filter(counts);
  const total = inputs.reduce((sum, input) => sum + minutesOf(input), 0);
  const slot = slotOf(box);
  const over = slot > 0 && total > slot;
  for (const sum of box.querySelectorAll("[data-total]")) {
    sum.textContent = (words.agendaTotal || "%n%").replace("%n%", total);
    sum.classList.toggle("igf-total--bad", over);
  }
  for (const line of box.querySelectorAll("[data-total-message]")) {
    line.textContent = message(total, slot);
    line.classList.toggle("igf-count--bad", over);
  }
  for (const row of box.querySelectorAll("tr.is-over")) row.classList.toggle("is-over", over && row === box.lengthened);
  if (over) box.lengthened?.classList.add("is-over");
}

function remember(box, input) {
  const before = Number(input.dataset.before ?? input.defaultValue) || 0;
  if (minutesOf(input) > before) box.lengthened = input.closest("tr");
  input.dataset.before = minutesOf(input);
}

const boxes = [...document.querySelectorAll("[data-agenda-total]")];
for (const box of boxes) {
  box.addEventListener("input", (event) => {
    if (event.target.matches(minuteInputs)) remember(box, event.target);
    update(box);
  });
  box.addEventListener("rows:changed", () => update(box));
  document.getElementById(box.dataset.slotField ?? "")?.addEventListener("change", () => update(box));
  update(box);
}
