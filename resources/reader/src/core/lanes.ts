/** Lanes do tasks one after the other; several lanes do them side by side, in workers.
 *
 *  Where no worker starts, the tasks are done here, with the same result.
 */

import { FormatError, UnreadableError } from './format-error';
import { ownProgram } from './own-page';
import { type Kind, Performer, type Report, type Task, type Tasks } from './tasks';
import type { Message, Order } from './worker';

const FEWEST = 2;
const MOST = 6;

/** Does tasks in the order in which they are given. */
export interface Lane {
  run<K extends Kind>(kind: K, task: Tasks[K][0], report?: Report): Promise<Tasks[K][1]>;
  end(): void;
}

/** The lane was ended while it still had something to do. */
export class EndedError extends Error {}

/** A lane in this thread. */
class NearLane implements Lane {
  readonly #performer = new Performer();
  #last: Promise<unknown> = Promise.resolve();
  #ended = false;

  run<K extends Kind>(kind: K, task: Tasks[K][0], report?: Report): Promise<Tasks[K][1]> {
    const result = this.#last.then(() => {
      if (this.#ended) throw new EndedError();
      const whole = { ...task, kind } as unknown as Task;
      return this.#performer.perform(whole, (done) => {
        if (this.#ended) throw new EndedError();
        report?.(done);
      });
    });
    this.#last = result.catch(() => undefined);
    return result as Promise<Tasks[K][1]>;
  }

  end(): void {
    this.#ended = true;
  }
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly report: Report | undefined;
}

/** A lane in a worker of its own. */
class FarLane implements Lane {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;
  #ended = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Message>) => this.#take(data);
    worker.onerror = () => this.#fail(new Error('A worker stopped.'));
  }

  run<K extends Kind>(kind: K, task: Tasks[K][0], report?: Report): Promise<Tasks[K][1]> {
    if (this.#ended) return Promise.reject(new EndedError());
    const id = this.#count++;
    const order: Order = { id, task: { ...task, kind } as unknown as Task };
    const data = kind === 'add' ? (task as Tasks['add'][0]).data : undefined;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, report });
      this.#worker.postMessage(order, data ? [data.buffer] : []);
    });
  }

  end(): void {
    this.#ended = true;
    this.#worker.terminate();
    this.#fail(new EndedError());
  }

  #take(message: Message): void {
    if (message.is === 'ready') return;
    const waiting = this.#waiting.get(message.id);
    if (message.is === 'report') {
      waiting?.report?.(message.done);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.is === 'result') waiting?.resolve(message.value as never);
    else waiting?.reject(errorIn(message));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function errorIn(message: Message & { id: number }): Error {
  if (message.is === 'format') return new FormatError(message.sentence.key, message.sentence.values);
  if (message.is === 'unreadable') return new UnreadableError();
  return new Error(message.is === 'failed' ? message.message : '');
}

/** Return a lane in a worker, or one here where none starts. */
function startLane(url: string | undefined): Promise<Lane> {
  if (url === undefined) return Promise.resolve(new NearLane());
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(url);
    } catch {
      resolve(new NearLane());
      return;
    }
    worker.onmessage = () => resolve(new FarLane(worker));
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      resolve(new NearLane());
    };
  });
}

/** Some lanes that share what comes in, and lanes for those who need one for themselves. */
export class Lanes {
  readonly #url: string | undefined = undefined;
  readonly #shared: Promise<Lane>[];
  readonly #free: Lane[] = [];
  readonly #queue: ((lane: Lane) => void)[] = [];
  readonly #all = new Set<Lane>();
  #ended = false;

  constructor() {
    if (typeof Worker === 'function' && ownProgram !== undefined) {
      this.#url = URL.createObjectURL(new Blob([ownProgram]));
    }
    const count = this.#url ? Math.min(MOST, Math.max(FEWEST, navigator.hardwareConcurrency)) : 1;
    this.#shared = Array.from({ length: count }, () => this.own());
    for (const starting of this.#shared) {
      starting.then((lane) => this.#release(lane)).catch(() => undefined);
    }
  }

  /** How many lanes share the work. */
  get width(): number {
    return this.#shared.length;
  }

  /** Do a task in the next lane that is free. */
  async run<K extends Kind>(kind: K, task: Tasks[K][0]): Promise<Tasks[K][1]> {
    const lane = await this.#take();
    try {
      return await lane.run(kind, task);
    } finally {
      this.#release(lane);
    }
  }

  /** Return a lane of one's own; end it when done. */
  async own(): Promise<Lane> {
    if (this.#ended) throw new EndedError();
    const lane = await startLane(this.#url);
    if (this.#ended) {
      lane.end();
      throw new EndedError();
    }
    this.#all.add(lane);
    return {
      run: (kind, task, report) => lane.run(kind, task, report),
      end: () => {
        this.#all.delete(lane);
        lane.end();
      },
    };
  }

  /** Stop everything, whatever is under way. */
  end(): void {
    this.#ended = true;
    for (const lane of this.#all) lane.end();
    this.#all.clear();
    // Who waits for a lane gets one that is at its end.
    const ended = new NearLane();
    ended.end();
    for (const give of this.#queue.splice(0)) give(ended);
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
  }

  #take(): Promise<Lane> {
    if (this.#ended) return Promise.reject(new EndedError());
    const lane = this.#free.pop();
    if (lane) return Promise.resolve(lane);
    return new Promise((resolve) => {
      this.#queue.push(resolve);
    });
  }

  #release(lane: Lane): void {
    const next = this.#queue.shift();
    if (next) next(lane);
    else this.#free.push(lane);
  }
}
