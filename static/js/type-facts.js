/* What the chosen type of session needs, beside the field that chooses it.
   <div data-type-facts="id of the select"> with one child [data-type="value"][data-needs="names"] per type.
   The child of the chosen type is shown; the labels of the fields that any type needs follow it. */
function labelOf(name) {
  return document.querySelector(`label[for="id_${name}"], #div_id_${name} legend`);
}

function mark(name, needed) {
  const label = labelOf(name);
  if (!label) return;
  let star = label.querySelector(".asteriskField");
  if (!star && needed) {
    star = document.createElement("span");
    star.className = "asteriskField";
    star.textContent = "*";
    label.append(star);
  }
  if (star) star.hidden = !needed;
}

for (const box of document.querySelectorAll("[data-type-facts]")) {
  const select = document.getElementById(box.dataset.typeFacts);
  const types = [...box.querySelectorAll("[data-type]")];
  const namesOf = (type) => type.dataset.needs.split(" ").filter(Boolean);
  const names = new Set(types.flatMap(namesOf));
  const show = () => {
    const chosen = types.find((type) => type.dataset.type === select?.value);
    for (const type of types) type.hidden = type !== chosen;
    if (chosen) for (const name of names) mark(name, namesOf(chosen).includes(name));
  };
  select?.addEventListener("change", show);
  show();
}
