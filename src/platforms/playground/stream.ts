import type { Response } from 'express';
import type { Event } from './protocol.js';

/** A comment now and then finds out pages that are gone. In ms. */
const ALIVE_MS = 25_000;
/** More pages than anybody looks at; the one that was opened first is let go. */
const MOST = 20;
/** A page that takes nothing in is let go when so many bytes wait for it; it comes back by itself and is told all there is. */
const MOST_WAITING = 16 << 20;

/** Pages that look on: server-sent events. */
export class Stream {
  readonly #pages = new Set<Response>();
  #isClosed = false;
  readonly #alive = setInterval(() => this.#write(':\n\n'), ALIVE_MS).unref();

  /** Takes a page in, which has to be told all there is first: `greet`. */
  open(response: Response, greet: readonly Event[]): void {
    // It has left while that was looked up.
    if (response.destroyed || response.closed) return;
    response.set({ 'Content-Type': 'text/event-stream', Connection: 'keep-alive' });
    response.on('close', () => this.#pages.delete(response));
    response.on('error', () => this.#pages.delete(response));
    response.flushHeaders();
    // Ferry stops: who comes now must not hold it.
    if (this.#isClosed) return void response.end();
    response.write(greet.map(written).join(''));
    this.#pages.add(response);
    const [first] = this.#pages;
    if (first && this.#pages.size > MOST) this.#letGo(first);
  }

  send(event: Event): void {
    if (this.#pages.size > 0) this.#write(written(event));
  }

  /** Somebody looks. */
  get isWatched(): boolean {
    return this.#pages.size > 0;
  }

  /** Lets all go, or the server would wait for them as it stops. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#alive);
    for (const page of this.#pages) this.#letGo(page);
  }

  #write(text: string): void {
    for (const page of this.#pages) {
      page.write(text);
      if (page.writableLength > MOST_WAITING) {
        this.#pages.delete(page);
        page.destroy();
      }
    }
  }

  #letGo(page: Response): void {
    this.#pages.delete(page);
    page.end();
  }
}

function written(event: Event): string {
  return `event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}
