/* Adds, removes and moves the rows of a Django formset without a round trip.
   Without this script the same buttons submit the form and the server does it.

   <div data-rows="speakers" data-rows-max="10">          prefix of the formset
     <input name="speakers-TOTAL_FORMS" …>                management form
     <div data-rows-list>
       <div data-row> <span data-row-number>1</span> …
         <button type="submit" name="up-speakers" value="0" data-row-up data-row-label="Move speaker %s up">
         <button … data-row-down> <button … data-row-remove>
     </div>
     <template data-empty-row> one data-row with __prefix__ </template>
     <button type="submit" name="add-speakers" data-row-add>
     <p role="status" data-rows-status></p>
   </div>

   Rows are renumbered in the order shown. A row with a …-DELETE box is ticked and hidden, others go.
   Every change sends "rows:changed" from the container. */
const words = document.getElementById("igf-words")?.dataset ?? {};
const named = ["id", "name", "for", "href", "aria-describedby", "aria-labelledby", "data-count-for"];

const listOf = (box) => box.querySelector("[data-rows-list]");
const allRows = (box) => [...listOf(box).querySelectorAll(":scope > [data-row]")];
const shownRows = (box) => allRows(box).filter((row) => !row.hidden);
const total = (box) => box.querySelector(`input[name="${box.dataset.rows}-TOTAL_FORMS"]`);

function rename(row, prefix, to) {
  const pattern = new RegExp(`(^|[ _#])${prefix}-(?:\\d+|__prefix__|was\\d+)(?=-)`, "g");
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of named) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(pattern, `$1${prefix}-${to}`));
    }
  }
}

function label(row, number, isFirst, isLast) {
  for (const place of row.querySelectorAll("[data-row-number]")) place.textContent = number;
  for (const element of row.querySelectorAll("[data-row-label]")) {
    element.setAttribute("aria-label", element.dataset.rowLabel.replace("%s", number));
  }
  for (const button of row.querySelectorAll("[data-row-up], [data-row-down], [data-row-remove]")) {
    button.value = number - 1;
  }
  const order = row.querySelector('input[name$="-ORDER"]');
  if (order) order.value = number;
  for (const up of row.querySelectorAll("[data-row-up]")) up.disabled = isFirst;
  for (const down of row.querySelectorAll("[data-row-down]")) down.disabled = isLast;
}

/* Two passes: a radio button given a name still used by another row would lose its choice. */
function renumber(box) {
  const prefix = box.dataset.rows;
  const shown = shownRows(box);
  const rows = [...shown, ...allRows(box).filter((row) => row.hidden)];
  rows.forEach((row, index) => rename(row, prefix, `was${index}`));
  rows.forEach((row, index) => rename(row, prefix, index));
  shown.forEach((row, index) => label(row, index + 1, index === 0, index === shown.length - 1));
  total(box).value = rows.length;
}

function changed(box, sentence, number) {
  renumber(box);
  const status = box.querySelector("[data-rows-status]");
  if (status && sentence) status.textContent = sentence.replace("%n%", number);
  box.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));
}

function add(box) {
  const row = box.querySelector("template[data-empty-row]").content.firstElementChild.cloneNode(true);
  listOf(box).append(row);
  changed(box, words.rowAdded, shownRows(box).length);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function remove(box, row) {
  const rows = shownRows(box);
  const position = rows.indexOf(row);
  const near = rows[position + 1] ?? rows[position - 1];
  const mark = row.querySelector('input[name$="-DELETE"]');
  if (mark) {
    mark.checked = true;
    row.hidden = true;
  } else {
    row.remove();
  }
  changed(box, words.rowRemoved, position + 1);
  (near?.querySelector("[data-row-remove]") ?? box.querySelector("[data-row-add]"))?.focus();
}

function move(box, row, step) {
  const rows = shownRows(box);
  const target = rows[rows.indexOf(row) + step];
  if (!target) return;
  if (step < 0) target.before(row);
  else target.after(row);
  changed(box, words.rowMoved, shownRows(box).indexOf(row) + 1);
  const wanted = row.querySelector(step < 0 ? "[data-row-up]" : "[data-row-down]");
  (wanted?.disabled ? row.querySelector(step < 0 ? "[data-row-down]" : "[data-row-up]") : wanted)?.focus();
}

function act(event) {
  const button = event.target.closest("button");
  const box = button?.closest("[data-rows]");
  const row = button?.closest("[data-row]");
  if (!box || !total(box)) return;
  if (button.matches("[data-row-add]")) {
    const full = shownRows(box).length >= Number(box.dataset.rowsMax || Infinity);
    if (full || !box.querySelector("template[data-empty-row]")) return;
    event.preventDefault();
    add(box);
  } else if (row && button.matches("[data-row-remove], [data-row-up], [data-row-down]")) {
    event.preventDefault();
    if (button.matches("[data-row-remove]")) remove(box, row);
    else move(box, row, button.matches("[data-row-up]") ? -1 : 1);
  }
}

document.addEventListener("click", act);
