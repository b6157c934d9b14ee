// The least that a worker needs of Redis, as on the other side: commands in turn on one connection.
import { connect } from 'node:net';

export class Resp {
  #socket;
  #waiting = [];
  #buffer = Buffer.alloc(0);

  constructor(uri) {
    const { hostname, port } = new URL(uri);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (chunk) => this.#heard(chunk));
    this.#socket.on('error', () => process.exit(0));
    this.#socket.on('close', () => process.exit(0));
  }

  call(...words) {
    let text = `*${words.length}\r\n`;
    for (const word of words) {
      text += `$${Buffer.byteLength(word)}\r\n${word}\r\n`;
    }
    this.#socket.write(text);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #heard(chunk) {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    for (let at = 0; ; ) {
      const read = this.#read(at);
      if (read === undefined) {
        this.#buffer = this.#buffer.subarray(at);
        return;
      }
      at = read.end;
      const { resolve, reject } = this.#waiting.shift();
      read.error ? reject(new Error(read.error)) : resolve(read.value);
    }
  }

  /** The value that begins there and where it ends; nothing while it is not whole. */
  #read(at) {
    const eol = this.#buffer.indexOf('\r\n', at);
    if (eol < 0) {
      return undefined;
    }
    const kind = String.fromCharCode(this.#buffer[at]);
    const rest = this.#buffer.toString('utf8', at + 1, eol);
    if (kind === '$') {
      const length = Number(rest);
      const end = length < 0 ? eol + 2 : eol + 4 + length;
      const value = length < 0 ? null : this.#buffer.toString('utf8', eol + 2, eol + 2 + length);
      return end > this.#buffer.length ? undefined : { value, end };
    }
    if (kind === '*') {
      const value = [];
      let end = eol + 2;
      for (let n = Number(rest); n > 0; n--) {
        const element = this.#read(end);
        if (element === undefined) {
          return undefined;
        }
        value.push(element.value);
        end = element.end;
      }
      return { value: Number(rest) < 0 ? null : value, end };
    }
    return { value: rest, error: kind === '-' ? rest : undefined, end: eol + 2 };
  }
}
