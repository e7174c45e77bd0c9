/* Copies of unsaved forms on this device: one for each page that had the form open.
   { at, revision, editor: [page, number of the save], entries: [[name, value], …], resume } */
const MONTH = 30 * 24 * 3600 * 1000;
const START = "igf-kept";

export class Copies {
  constructor(owner, kind, page) {
    this.shelf = `${START}:${owner}:${kind}:`;
    this.page = page;
  }

  /* False when this device keeps nothing. */
  keep(uuid, copy) {
    try {
      localStorage.setItem(`${this.shelf}${uuid}:${this.page}`, JSON.stringify({ at: Date.now(), ...copy }));
      return true;
    } catch {
      return false;
    }
  }

  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      return;
    }
  }

  dropOwn(uuid) {
    this.drop(`${this.shelf}${uuid}:${this.page}`);
  }

  /* Copies other pages left behind, newest first: of this request, or for a new form all never stored. */
  left(uuid, isNew) {
    return keys(this.shelf)
      .map((key) => ({ key, copy: read(key) }))
      .filter(({ key, copy }) => copy && !key.endsWith(`:${this.page}`))
      .filter(({ key, copy }) => key.startsWith(`${this.shelf}${uuid}:`) || (isNew && copy.revision === "0"))
      .sort((a, b) => b.copy.at - a.copy.at);
  }

  clearOld() {
    for (const key of keys(START)) {
      if (!(read(key)?.at > Date.now() - MONTH)) this.drop(key);
    }
  }
}

function keys(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
