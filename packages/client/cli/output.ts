import type { Writable } from 'node:stream';

/** A stream of the command line that may be closed, or on a full disk, at any moment: writing to it never throws. */
export class Output {
  readonly #stream: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  #failure: NodeJS.ErrnoException | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(stream: Writable & { readonly isTTY?: boolean; readonly columns?: number }) {
    this.#stream = stream;
    stream.on('error', (error) => this.#fail(error));
  }

  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }

  get columns(): number | undefined {
    return this.#stream.columns;
  }

  /** Writes a text, or nothing once the stream has failed. */
  write(text: string): void {
    if (this.#failure) return;
    const written = new Promise<void>((resolve) => {
      const settle = (error?: Error | null) => {
        if (error) this.#fail(error);
        resolve();
      };
      try {
        this.#stream.write(text, settle);
      } catch (error) {
        // Node's stream for a device, such as /dev/full, throws.
        settle(error as Error);
      }
    });
    this.#written = this.#written.then(() => written);
  }

  /** Resolves when everything is written: to what went wrong, if anything did. */
  async flush(): Promise<NodeJS.ErrnoException | undefined> {
    await this.#written;
    return this.#failure;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
  }
}

/** Whether the reader has gone, as `head` does when it has enough. Nothing is wrong then. */
export function isClosed({ code }: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(code ?? '');
}
