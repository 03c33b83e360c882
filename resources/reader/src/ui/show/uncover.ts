/** Shows one file at a time, when asked, and covers it again. */

import type { Opened } from '../../contract';
import { button, h } from '../dom';
import type { Exhibit } from '../case/record';
import type { OwnKey } from '../texts/own.en';
import type { Phrases } from '../texts/phrases';
import { sizeOf } from './picture_size';
import { shown } from './text';

const COVER_AFTER = 120_000;
const LARGEST_PICTURE = 96 * 1024 * 1024;
const MOST_PIXELS = 80_000_000;
const SHOWN_PIXELS = 24_000_000;
const LONGEST_SIDE = 16_000;
const HEADER = 1024 * 1024;
const MOST_TEXT = 256 * 1024;
const LARGEST_FILM = 512 * 1024 * 1024;

type Way = 'picture' | 'copy' | 'text' | 'video' | 'audio';

/** What can be shown of an exhibit, and the file of the bag that is read for it. */
export interface Showing {
  readonly way: Way;
  readonly file: string;
}

/** Why something cannot be shown, as one of the page's own phrases. */
class CannotShow extends Error {
  constructor(readonly key: OwnKey) {
    super(key);
  }
}

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
const TEXTS = /^(?:text\/.*|application\/(?:json|xml|.*\+json|.*\+xml)|image\/svg\+xml)$/;

/** Return how an exhibit can be shown, or undefined when a browser cannot do it safely. */
export function showing(exhibit: Exhibit, file: string, viewing?: string): Showing | undefined {
  const type = exhibit.file.media_type;
  if (viewing !== undefined) return { way: 'copy', file: viewing };
  if (PICTURES.has(type)) return { way: 'picture', file };
  if (TEXTS.test(type)) return { way: 'text', file };
  if (type.startsWith('video/')) return { way: 'video', file };
  if (type.startsWith('audio/')) return { way: 'audio', file };
  return undefined;
}

/** Keeps at most one file uncovered. */
export class Uncovering {
  private now: { readonly id: string; readonly made: HTMLElement; cover(focus: boolean): void } | undefined;
  private timer = 0;
  private asked = 0;

  constructor(private readonly opened: Opened) {
    document.addEventListener('keydown', this.onKey);
    document.addEventListener('visibilitychange', this.onHidden);
  }

  close(): void {
    this.cover(false);
    document.removeEventListener('keydown', this.onKey);
    document.removeEventListener('visibilitychange', this.onHidden);
  }

  /** Cover what is uncovered; with `focus` the keyboard goes back to the button that showed it. */
  cover(focus: boolean): void {
    clearTimeout(this.timer);
    const before = this.now;
    this.now = undefined;
    before?.cover(focus);
  }

  /**
   * Return the panel of an exhibit: covered, with the button that uncovers it. When it is the one
   * that is uncovered already, as after a change of language, what it shows moves in.
   */
  panel(id: string, showing: Showing, media: string, alt: string, say: Phrases): HTMLElement {
    const panel = h('div', { class: 'panel', id: `panel-${id}` });
    const covered = (): void => {
      panel.classList.remove('open');
      panel.replaceChildren(
        h('p', { class: 'covered' }, say.own('show.covered')),
        button(
          say.own(`show.${showing.way}`),
          () => {
            void this.uncover(id, panel, showing, media, alt, say, covered);
          },
          { 'aria-label': `${say.own(`show.${showing.way}`)}: ${id}` },
        ),
      );
    };
    covered();
    if (this.now?.id === id) this.open(id, panel, showing, this.now.made, say, covered);
    return panel;
  }

  private async uncover(
    id: string,
    panel: HTMLElement,
    showing: Showing,
    media: string,
    alt: string,
    say: Phrases,
    covered: () => void,
  ): Promise<void> {
    this.cover(false);
    covered();
    this.asked += 1;
    const mine = this.asked;
    const wait = h('p', { class: 'covered', 'aria-live': 'polite' }, say.own('show.loading'));
    panel.append(wait);
    let made: HTMLElement;
    try {
      made = await this.make(showing, media, alt, say);
    } catch (error) {
      const key: OwnKey = error instanceof CannotShow ? error.key : 'show.failed';
      wait.textContent = say.own(key);
      return;
    }
    if (mine !== this.asked || !panel.isConnected) {
      covered(); // another was asked for meanwhile
      return;
    }
    this.open(id, panel, showing, made, say, covered);
    panel.querySelector('button')?.focus();
  }

  private open(
    id: string,
    panel: HTMLElement,
    showing: Showing,
    made: HTMLElement,
    say: Phrases,
    covered: () => void,
  ): void {
    const larger = button(
      say.own('show.larger'),
      (self) => {
        const large = panel.classList.toggle('large');
        self.textContent = say.own(large ? 'show.smaller' : 'show.larger');
      },
      { class: 'quiet' },
    );
    const picture = showing.way === 'picture' || showing.way === 'copy';
    panel.classList.add('open');
    panel.replaceChildren(
      h(
        'div',
        { class: 'row' },
        button(say.own('show.cover'), () => {
          this.cover(true);
        }, { 'aria-label': `${say.own('show.cover')}: ${id}` }),
        picture ? larger : null,
      ),
      showing.way === 'copy' ? h('p', { class: 'small' }, say.own('show.is-copy')) : '',
      made,
    );
    this.now = {
      id,
      made,
      cover: (focus) => {
        made.dispatchEvent(new Event('covered'));
        panel.classList.remove('large');
        covered();
        if (focus) panel.querySelector('button')?.focus();
      },
    };
    this.coverLater(made);
  }

  private coverLater(made: HTMLElement): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      // Somebody is watching or listening.
      if (made instanceof HTMLMediaElement && !made.paused) this.coverLater(made);
      else this.cover(false);
    }, COVER_AFTER);
  }

  private async make(
    { way, file }: Showing,
    media: string,
    alt: string,
    say: Phrases,
  ): Promise<HTMLElement> {
    const known = this.opened.files.find((each) => each.name === file);
    if (!known?.intact) throw new CannotShow('show.not-intact');
    const most = way === 'video' || way === 'audio' ? LARGEST_FILM : LARGEST_PICTURE;
    if (known.size > most && way !== 'text') throw new CannotShow('show.too-large');
    // It was whole when it was checked; if it cannot be had now, the file on disk is another.
    const blob = await this.opened.content(file).catch(() => {
      throw new CannotShow('show.gone');
    });
    switch (way) {
      case 'picture':
      case 'copy':
        return picture(blob, alt, media === 'image/gif' || media === 'image/webp', say);
      case 'text':
        return textOf(blob, alt, say);
      case 'video':
      case 'audio':
        return film(blob, way, media, alt);
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.now) {
      event.preventDefault();
      this.cover(true);
    }
  };

  private readonly onHidden = (): void => {
    if (document.visibilityState === 'hidden') this.cover(false);
  };
}

/** Draw a picture, never with more pixels than a page can hold. */
async function picture(blob: Blob, alt: string, moves: boolean, say: Phrases): Promise<HTMLElement> {
  const size = sizeOf(new Uint8Array(await blob.slice(0, HEADER).arrayBuffer()));
  if (!size) throw new CannotShow('show.failed');
  const pixels = size.width * size.height;
  if (pixels > MOST_PIXELS) throw new CannotShow('show.too-large');
  const scale = Math.min(
    1,
    Math.sqrt(SHOWN_PIXELS / pixels),
    LONGEST_SIDE / Math.max(size.width, size.height),
  );
  // Only the width: a picture that its camera turned has the two the other way round.
  const smaller: ImageBitmapOptions =
    scale < 1 ? { resizeWidth: Math.max(1, Math.round(size.width * scale)), resizeQuality: 'high' } : {};
  const bitmap = await createImageBitmap(blob, smaller);
  const canvas = h('canvas', {
    role: 'img',
    'aria-label': alt,
    width: bitmap.width,
    height: bitmap.height,
    class: bitmap.height > bitmap.width * 1.2 ? 'tall' : 'wide',
  });
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  canvas.addEventListener('covered', () => {
    canvas.width = 0; // gives the memory back at once
  });
  if (!moves) return canvas;
  const holder = h('div', {}, canvas, h('p', { class: 'small' }, say.own('show.first-frame')));
  holder.addEventListener('covered', () => {
    canvas.width = 0;
  });
  return holder;
}

async function textOf(blob: Blob, alt: string, say: Phrases): Promise<HTMLElement> {
  const start = await blob.slice(0, MOST_TEXT).text();
  const text = start.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n').replaceAll('\t', '    ');
  return h(
    'div',
    {},
    h('pre', { tabindex: 0, role: 'region', 'aria-label': alt }, h('bdi', {}, shown(text))),
    blob.size > MOST_TEXT ? h('p', { class: 'small' }, say.own('show.cut')) : null,
  );
}

async function film(
  blob: Blob,
  way: 'video' | 'audio',
  media: string,
  alt: string,
): Promise<HTMLElement> {
  const address = URL.createObjectURL(new Blob([blob], { type: media }));
  const player = h(way, { controls: true, preload: 'metadata', 'aria-label': alt });
  const end = (): void => {
    player.pause();
    player.removeAttribute('src');
    player.load();
    URL.revokeObjectURL(address);
  };
  player.addEventListener('covered', end);
  // A player that cannot play says nothing by itself.
  const plays = await new Promise<boolean>((resolve) => {
    player.addEventListener('loadedmetadata', () => { resolve(true); }, { once: true });
    player.addEventListener('error', () => { resolve(false); }, { once: true });
    player.src = address;
  });
  if (plays) return player;
  end();
  throw new CannotShow('show.failed');
}
