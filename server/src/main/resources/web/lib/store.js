// Where a device keeps what must outlive the page: its session, its chats, and what it has yet to send.

/**
 * Small tables of values by key. Any object with these two methods will do.
 *
 * @typedef {object} Store
 * @property {(table: Table) => Promise<[string, any][]>} all keys and values, in any order
 * @property {(table: Table, key: string, change: (old: any) => any) => Promise<void>} update puts what
 *     `change` makes of the old value (`undefined` if there is none) in its place, atomically, and is
 *     done when that is kept; what becomes `undefined` is removed. `change` must not wait for anything.
 */

/** @typedef {"session" | "chats" | "outbox"} Table */

const TABLES = ["session", "chats", "outbox"];

/** Forgets everything with the page. @implements {Store} */
export class MemoryStore {
  #tables = new Map(TABLES.map((name) => [name, new Map()]));

  async all(table) {
    return [...this.#tables.get(table)].map(([key, value]) => [key, structuredClone(value)]);
  }

  async update(table, key, change) {
    const rows = this.#tables.get(table);
    const changed = change(rows.get(key));
    if (changed === undefined) {
      rows.delete(key);
    } else {
      rows.set(key, structuredClone(changed));
    }
  }
}

/** Keeps it in the browser, for all tabs of the origin. @implements {Store} */
export class IndexedDbStore {
  #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
    // A later version of this module, in another tab, has to change it.
    database.onversionchange = () => database.close();
  }

  /**
   * @param {string} [name] of the database
   * @returns {Promise<IndexedDbStore>}
   */
  static async open(name = "messenger") {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => TABLES.forEach((table) => opening.result.createObjectStore(table));
    return new IndexedDbStore(await result(opening));
  }

  async all(table) {
    const rows = this.#database.transaction(table).objectStore(table);
    // Both asked for before either is awaited: a transaction without requests ends.
    const [keys, values] = await Promise.all([result(rows.getAllKeys()), result(rows.getAll())]);
    return keys.map((key, i) => [key, values[i]]);
  }

  update(table, key, change) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(table, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      const rows = transaction.objectStore(table);
      const old = rows.get(key);
      old.onsuccess = () => {
        const changed = change(old.result);
        if (changed !== undefined) {
          rows.put(changed, key);
        } else if (old.result !== undefined) {
          rows.delete(key);
        }
      };
    });
  }
}

/**
 * The best store that there is here.
 *
 * @returns {Promise<Store>}
 */
export async function openStore() {
  if (typeof indexedDB === "undefined") {
    return new MemoryStore();
  }
  try {
    return await IndexedDbStore.open();
  } catch {
    // A private window may refuse; then the page works until it is closed.
    return new MemoryStore();
  }
}

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
