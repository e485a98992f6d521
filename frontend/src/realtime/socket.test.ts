import { once } from 'node:events';
import { http, passthrough } from 'msw';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { customer, event } from '../testing/samples';
import { server as network } from '../testing/server';
import { EventSocket, SILENCE_MS, type SocketListener } from './socket';

interface Connection {
  hello: unknown;
  send: (frame: object) => void;
  close: (code?: number) => void;
}

/** A server that hands each connection, once it has said hello, to the test. */
function serve(server: WebSocketServer) {
  const waiting: ((connection: Connection) => void)[] = [];
  const arrived: Connection[] = [];
  server.on('connection', (client) => {
    client.on('message', (data: Buffer) => {
      const connection = {
        hello: JSON.parse(data.toString()) as unknown,
        send: (frame: object) => client.send(JSON.stringify(frame)),
        close: (code?: number) => client.close(code),
      };
      const taker = waiting.shift();
      if (taker) taker(connection);
      else arrived.push(connection);
    });
  });
  return () =>
    new Promise<Connection>((resolve) => {
      const connection = arrived.shift();
      if (connection) resolve(connection);
      else waiting.push(resolve);
    });
}

function updated(seq: number) {
  const { id, version, first_name, last_name } = customer({ version: seq });
  return event('customer.updated', seq, { id, version, first_name, joined_on: '2026-01-31', last_name });
}

const frame = (seq: number) => ({ type: 'event', seq, event: updated(seq) });

let server: WebSocketServer;
let socket: EventSocket;
let next: () => Promise<Connection>;
let listener: { [Name in keyof SocketListener]: ReturnType<typeof vi.fn<SocketListener[Name]>> };

beforeEach(async () => {
  network.use(http.get(/\/ws\/$/, () => passthrough()));
  // jsdom's own trips over its event classes under Vitest.
  vi.stubGlobal('WebSocket', WebSocket);
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  next = serve(server);
  listener = {
    onEvent: vi.fn(),
    onCaughtUp: vi.fn(),
    onLost: vi.fn(),
    onReset: vi.fn(),
    onSignedOut: vi.fn(),
    onPresence: vi.fn(),
    onSubscribed: vi.fn(),
    onRefused: vi.fn(),
    onAccessChanged: vi.fn(),
    onHead: vi.fn(),
  };
  socket = new EventSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/`, listener);
});
afterEach(() => {
  socket.stop();
  server.close();
  vi.useRealTimers();
});

const heard = () => listener.onEvent.mock.calls.map(([{ seq }]) => seq);

describe('the socket', () => {
  it('continues from the snapshot and hears each event once', async () => {
    socket.start('e1.41');
    const connection = await next();
    expect(connection.hello).toEqual({ type: 'hello', cursor: 'e1.41', topics: [] });

    for (const seq of [41, 42, 42, 44]) connection.send(frame(seq));
    connection.send({ type: 'ready', cursor: 'e1.44' });
    await vi.waitFor(() => expect(listener.onCaughtUp).toHaveBeenCalledOnce());
    expect(heard()).toEqual([42, 44]);
    expect(listener.onReset).not.toHaveBeenCalled();
  });

  it('comes back with what it heard last, a ping included', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    socket.start('e1.41');
    const first = await next();
    first.send(frame(42));
    first.send({ type: 'ready', cursor: 'e1.42' });
    first.send({ type: 'ping', head: 'e1.57' });
    await vi.waitFor(() => expect(heard()).toEqual([42]));
    first.close(1012);

    const second = await next();
    expect(second.hello).toMatchObject({ cursor: 'e1.57' });
    expect(listener.onLost).toHaveBeenCalledOnce();
  });

  it('waits a random part of a growing time, and is not held to it by a person', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    socket.start('e1.1');
    for (const expected of [250, 500, 1000]) {
      (await next()).close(1011);
      await vi.waitFor(() => expect(listener.onLost).toHaveBeenLastCalledWith(expected));
      socket.retryNow();
    }
    // A connection that was made good starts the waiting anew.
    (await next()).send({ type: 'ready', cursor: 'e1.1' });
    await vi.waitFor(() => expect(listener.onCaughtUp).toHaveBeenCalled());
    socket.stop();
  });

  it('reads everything again after a reset, once the server has gone live', async () => {
    socket.start('e1.900');
    const connection = await next();
    connection.send({ type: 'reset', why: 'epoch' });
    connection.send({ type: 'ready', cursor: 'e2.10' });
    await vi.waitFor(() => expect(listener.onCaughtUp).toHaveBeenCalled());
    expect(listener.onReset).toHaveBeenCalledOnce();

    // Of the new epoch, a seq that would be old in the former one.
    connection.send(frame(11));
    await vi.waitFor(() => expect(heard()).toEqual([11]));
  });

  it('says where the person is after each ready, and goes on saying something', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    socket.start('e1.1');
    socket.present('customer:5', 'viewing');
    const first = await next();
    first.send({ type: 'ready', cursor: 'e1.1' });
    expect((await next()).hello).toEqual({ type: 'present', topic: 'customer:5', doing: 'viewing' });
    socket.present('customer:5', 'editing');
    expect((await next()).hello).toEqual({ type: 'present', topic: 'customer:5', doing: 'editing' });
    first.close(1012);

    const second = await next();
    second.send({ type: 'ready', cursor: 'e1.1' });
    expect((await next()).hello).toEqual({ type: 'present', topic: 'customer:5', doing: 'editing' });
    expect((await next()).hello).toEqual({ type: 'ping' });
    socket.present('customer:5', null);
    expect((await next()).hello).toEqual({ type: 'present', topic: 'customer:5', doing: null });
    const frame = { type: 'presence', topic: 'customer:5', people: [], more: 0 };
    second.send(frame);
    second.send({ type: 'error', code: 'forbidden', topic: 'customer:6', of: 'presence' });
    await vi.waitFor(() => expect(listener.onRefused).toHaveBeenCalledWith('customer:6', 'presence'));
    expect(listener.onPresence).toHaveBeenCalledWith(frame);
  }, 10_000);

  it('asks for topics from their place on, and names them when it comes back', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    socket.subscribe('post:5', 'e1.30'); // read before the snapshot
    socket.subscribe('post:6', 'e1.41');
    socket.start('e1.41');
    const first = await next();
    expect(first.hello).toEqual({ type: 'hello', cursor: 'e1.41', topics: ['post:6'] });
    first.send({ type: 'ready', cursor: 'e1.50' });
    expect((await next()).hello).toEqual({ type: 'subscribe', topic: 'post:5', cursor: 'e1.30' });
    for (const seq of [31, 40]) first.send(frame(seq)); // its past
    first.send({ type: 'subscribed', topic: 'post:5', cursor: 'e1.50' });
    first.send(frame(40)); // nobody asked for that
    await vi.waitFor(() => expect(listener.onSubscribed).toHaveBeenCalledWith('post:5', 'e1.30'));
    expect(listener.onSubscribed).toHaveBeenCalledWith('post:6', 'e1.41');
    expect(listener.onCaughtUp).toHaveBeenCalledOnce();

    socket.subscribe('post:5', 'e1.45'); // another tab: all of that was heard
    expect(listener.onSubscribed).toHaveBeenLastCalledWith('post:5', 'e1.45');
    socket.subscribe('session:9', 'e1.50');
    expect((await next()).hello).toMatchObject({ type: 'subscribe', topic: 'session:9' });
    first.send({ type: 'error', code: 'forbidden', topic: 'session:9' });
    await vi.waitFor(() => expect(listener.onRefused).toHaveBeenCalledWith('session:9', 'topic'));
    socket.unsubscribe('post:6');
    expect((await next()).hello).toEqual({ type: 'unsubscribe', topic: 'post:6' });
    expect(heard()).toEqual([31, 40]);
    first.close(1012);

    const second = await next();
    expect(second.hello).toEqual({ type: 'hello', cursor: 'e1.50', topics: ['post:5', 'session:9'] });
    second.send({ type: 'error', code: 'forbidden', topic: 'session:9' });
    second.send({ type: 'ready', cursor: 'e1.50' });
    await vi.waitFor(() => expect(listener.onRefused).toHaveBeenCalledTimes(2));
    expect(listener.onAccessChanged).not.toHaveBeenCalled();
  });

  it('says when the right to see changes: a topic of its own that comes or goes, or one that is lost', async () => {
    socket.subscribe('post:5', 'e1.1');
    socket.start('e1.1');
    const connection = await next();
    connection.send({ type: 'ready', cursor: 'e1.1' });
    await vi.waitFor(() => expect(listener.onSubscribed).toHaveBeenCalled());
    connection.send({ type: 'error', code: 'forbidden', topic: 'staff' });
    await vi.waitFor(() => expect(listener.onAccessChanged).toHaveBeenCalledOnce());
    connection.send({ type: 'error', code: 'forbidden', topic: 'post:5' });
    await vi.waitFor(() => expect(listener.onRefused).toHaveBeenCalledWith('post:5', 'topic'));
    expect(listener.onAccessChanged).toHaveBeenCalledOnce();
    connection.send(frame(4));
    connection.send({ type: 'subscribed', topic: 'staff', cursor: 'e1.4' });
    // A new role may open what was refused, too: from where it was lost.
    expect((await next()).hello).toEqual({ type: 'subscribe', topic: 'post:5', cursor: 'e1.1' });
    expect(listener.onAccessChanged).toHaveBeenCalledTimes(2);
  });

  it('takes a silent connection for lost', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    socket.start('e1.1');
    const connection = await next();
    connection.send({ type: 'ready', cursor: 'e1.1' });
    await new Promise<void>((resolve) => listener.onCaughtUp.mockImplementation(resolve));
    vi.advanceTimersByTime(SILENCE_MS);
    expect(listener.onLost).toHaveBeenCalledOnce();
  });

  it('says that the session has ended and does not come back', async () => {
    socket.start('e1.1');
    (await next()).close(4401);
    await vi.waitFor(() => expect(listener.onSignedOut).toHaveBeenCalledOnce());
    expect(listener.onLost).not.toHaveBeenCalled();
  });
});
