/** Saves files of the sealed file, byte for byte: streamed where the browser can, else as downloads. */

import type { Opened } from '../../contract';
import { h } from '../dom';

const IN_MEMORY = 256 * 1024 * 1024;
const BETWEEN_DOWNLOADS = 250;
const KEPT_FOR = 60_000;

// Not in every browser, and so not in TypeScript's own list.
interface Pickers {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
  showDirectoryPicker?: (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;
}
const pickers = window as Pickers;

/** What became of it. `failed` are the names that could not be saved. */
export interface Saved {
  readonly done: number;
  readonly failed: readonly string[];
  readonly stopped: boolean;
}

export type Doing = (number: number, count: number, name: string) => void;

/** Whether a whole folder can be chosen to save into. */
export function canChooseFolder(): boolean {
  return typeof pickers.showDirectoryPicker === 'function';
}

/** Return the short name that a file has outside the bag. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Save files one after another into the browser's downloads; a very large one where asked. */
export async function saveAsDownloads(
  opened: Opened,
  names: readonly string[],
  doing: Doing,
  signal: AbortSignal,
): Promise<Saved> {
  return each(names, doing, signal, async (name) => {
    const size = opened.files.find((file) => file.name === name)?.size ?? 0;
    if (size > IN_MEMORY && pickers.showSaveFilePicker) {
      const handle = await pickers.showSaveFilePicker({ suggestedName: shortName(name) });
      await writeInto(handle, opened, name, signal);
      return;
    }
    download(await opened.content(name, signal), shortName(name));
    if (names.length > 1) await pause(BETWEEN_DOWNLOADS);
  });
}

/** Ask for a folder and save files into a new folder of this name in it. */
export async function saveIntoFolder(
  opened: Opened,
  names: readonly string[],
  called: string,
  doing: Doing,
  signal: AbortSignal,
): Promise<Saved> {
  if (!pickers.showDirectoryPicker) return { done: 0, failed: names, stopped: false };
  let folder: FileSystemDirectoryHandle;
  try {
    folder = await newFolder(await pickers.showDirectoryPicker({ mode: 'readwrite' }), called);
  } catch (error) {
    if (isAbort(error)) return { done: 0, failed: [], stopped: true };
    return { done: 0, failed: names, stopped: false };
  }
  return each(names, doing, signal, async (name) => {
    const short = shortName(name);
    try {
      await writeInto(await folder.getFileHandle(short, { create: true }), opened, name, signal);
    } catch (error) {
      await folder.removeEntry(short).catch(() => undefined); // nothing half is left behind
      throw error;
    }
  });
}

async function each(
  names: readonly string[],
  doing: Doing,
  signal: AbortSignal,
  save: (name: string) => Promise<void>,
): Promise<Saved> {
  const failed: string[] = [];
  let done = 0;
  for (const [at, name] of names.entries()) {
    if (signal.aborted) return { done, failed, stopped: true };
    doing(at + 1, names.length, shortName(name));
    try {
      await save(name);
      done += 1;
    } catch (error) {
      if (isAbort(error) || signal.aborted) return { done, failed, stopped: true };
      failed.push(shortName(name));
    }
  }
  return { done, failed, stopped: false };
}

async function writeInto(
  handle: FileSystemFileHandle,
  opened: Opened,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  // What is written appears under its name only when the stream ends well, its hash compared.
  await opened.stream(name).pipeTo(await handle.createWritable(), { signal });
}

/** Make a folder that is not there yet, so that nothing of the person's is written over. */
async function newFolder(
  parent: FileSystemDirectoryHandle,
  called: string,
): Promise<FileSystemDirectoryHandle> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? called : `${called} (${String(number)})`;
    const there = await parent.getDirectoryHandle(name).then(
      () => true,
      (error: unknown) => error instanceof DOMException && error.name === 'TypeMismatchError',
    );
    if (!there) return parent.getDirectoryHandle(name, { create: true });
  }
}

function download(blob: Blob, name: string): void {
  // Of no type that a browser would open by itself.
  const address = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = h('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, KEPT_FOR);
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
