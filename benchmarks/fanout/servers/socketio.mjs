// Socket.IO in its own best configuration: websocket only, no compression, native masking, and the Redis adapter, or the
// Redis streams adapter with connection state recovery. Prints its port; a number on its standard input is how many events to emit.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { createAdapter } from '@socket.io/redis-adapter';
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';

const [kind, payload] = process.argv.slice(2);
const url = process.env.REDIS_URL;
// Without its broker or its starter it has no purpose.
const fail = (error) => {
  console.error(error);
  process.exit(1);
};
const connect = () => createClient({ url }).on('error', fail).connect();
const client = await connect();
const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  perMessageDeflate: false,
  serveClient: false,
  // The generator doesn't answer heartbeats.
  pingInterval: 600_000,
  ...(kind === 'streams'
    ? { adapter: createStreamsAdapter(client, { onlyPlaintext: true }), connectionStateRecovery: {} }
    : { adapter: createAdapter(client, await connect()) }),
});
// Documented as a saving of memory: the upgrade request isn't kept.
io.engine.on('connection', (socket) => {
  socket.request = null;
});
http.listen(0, '127.0.0.1', 4096, () => console.log(http.address().port));
for await (const line of createInterface({ input: process.stdin })) {
  for (let left = Number(line); left > 0; left -= 1) io.emit('event', payload);
}
process.exit();
