import type { TabPlatform } from '../realtime/sharedLine';

/** The browser: locks and channels as its tabs see them. A closed tab loses its locks, and is told nothing more. */
export class Browser {
  private readonly held = new Map<string, object>();
  private readonly queues = new Map<string, (() => void)[]>();
  private readonly ports = new Set<{ name: string; onmessage: ((message: MessageEvent) => void) | null }>();

  tab() {
    const mine = new Set<() => void>();
    let isGone = false;
    const ports = this.ports;
    const ownPorts: unknown[] = [];
    const port = class {
      onmessage: ((message: MessageEvent) => void) | null = null;
      constructor(readonly name: string) {
        ports.add(this);
        ownPorts.push(this);
      }
      postMessage(data: unknown) {
        const copy = structuredClone(data);
        for (const other of ports)
          if (other !== this && other.name === this.name)
            queueMicrotask(() => ports.has(other) && other.onmessage?.({ data: copy } as MessageEvent));
      }
      close() {
        ports.delete(this);
      }
    };
    const request = (name: string, options: LockOptions, callback: (lock: null) => unknown) =>
      new Promise<unknown>((resolve, reject) => {
        const grant = () => {
          if (isGone) {
            this.queues.get(name)?.shift()?.();
            return;
          }
          const token = {};
          this.held.set(name, token);
          const free = () => {
            mine.delete(free);
            if (this.held.get(name) !== token) return;
            this.held.delete(name);
            this.queues.get(name)?.shift()?.();
          };
          mine.add(free);
          void Promise.resolve(callback(null)).then((value) => {
            free();
            resolve(value);
          });
        };
        const abort = () => {
          const queue = this.queues.get(name) ?? [];
          this.queues.set(
            name,
            queue.filter((waiting) => waiting !== grant),
          );
          reject(new DOMException('aborted', 'AbortError'));
        };
        options.signal?.addEventListener('abort', abort);
        if (options.steal || !this.held.has(name)) grant();
        else this.queues.set(name, [...(this.queues.get(name) ?? []), grant]);
      });
    return {
      platform: { locks: { request }, channel: (name: string) => new port(name) } as unknown as TabPlatform,
      /** As the browser does it: without a word. */
      crash: () => {
        isGone = true;
        for (const one of ownPorts) ports.delete(one as never);
        for (const free of [...mine]) free();
      },
    };
  }
}
