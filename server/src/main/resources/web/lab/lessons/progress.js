const KEY = "lab.lessons";

/** Which parts of the lessons are done, kept in this browser. */
export class Progress {
  #done = new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));

  /** @param {string} lesson @param {"deed"|"answer"} part */
  has = (lesson, part) => this.#done.has(`${lesson}/${part}`);

  isComplete = (lesson) => this.has(lesson, "deed") && this.has(lesson, "answer");

  add(lesson, part) {
    this.#done.add(`${lesson}/${part}`);
    this.#keep();
  }

  clear() {
    this.#done.clear();
    this.#keep();
  }

  #keep() {
    localStorage.setItem(KEY, JSON.stringify([...this.#done]));
  }
}
