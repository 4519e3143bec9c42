import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Stands in front of the transport port of each OpenSearch node. A node whose link is cut can be reached by no other, so
 * the cluster goes on without it.
 */
export class NodeLinks {
  private readonly links: Link[] = [];

  /** @returns the port to publish for a node that listens on `port` */
  async add(port: number, node: number): Promise<number> {
    const link = new Link(port);
    this.links[node] = link;
    return link.listen();
  }

  cut(node: number): void {
    this.links[node]?.cut();
  }

  mend(node: number): void {
    this.links[node]?.mend();
  }

  close(): void {
    for (const link of this.links) link.close();
  }
}

class Link {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  constructor(port: number) {
    this.server = createServer((incoming) => {
      if (this.isCut) {
        incoming.resetAndDestroy();
        return;
      }
      const outgoing = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        this.sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.once('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.server.unref();
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
