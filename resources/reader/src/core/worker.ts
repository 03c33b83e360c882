/** The program of a worker: does the tasks it is sent, one after the other. */

import type { Sentence } from '../contract';
import { FormatError, UnreadableError } from './format-error';
import { Performer, type Task } from './tasks';

/** What a worker sends: that it is there, how far a task is, what came of it, or why nothing did. */
export type Message =
  | { readonly is: 'ready' }
  | { readonly is: 'report'; readonly id: number; readonly done: number }
  | { readonly is: 'result'; readonly id: number; readonly value: unknown }
  | { readonly is: 'format'; readonly id: number; readonly sentence: Sentence }
  | { readonly is: 'unreadable'; readonly id: number }
  | { readonly is: 'failed'; readonly id: number; readonly message: string };

export interface Order {
  readonly id: number;
  readonly task: Task;
}

interface Scope {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(message: Message, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
const performer = new Performer();
let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  last = last.then(() => carryOut(data));
};
scope.postMessage({ is: 'ready' });

async function carryOut({ id, task }: Order): Promise<void> {
  try {
    const report = (done: number): void => scope.postMessage({ is: 'report', id, done });
    const value = await performer.perform(task, report);
    scope.postMessage({ is: 'result', id, value }, buffersIn(value));
  } catch (error) {
    if (error instanceof FormatError) {
      scope.postMessage({ is: 'format', id, sentence: error.sentence });
    } else if (error instanceof UnreadableError) {
      scope.postMessage({ is: 'unreadable', id });
    } else {
      scope.postMessage({ is: 'failed', id, message: String(error) });
    }
  }
}

/** Large results are handed over, not copied. */
function buffersIn(value: unknown): Transferable[] {
  const content = value instanceof Uint8Array ? value : (value as { content?: unknown } | null)?.content;
  return content instanceof Uint8Array ? [content.buffer as ArrayBuffer] : [];
}
