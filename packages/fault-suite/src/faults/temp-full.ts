import { type Fault, SkippedError } from '../fault.ts';
import { SmallDisk } from '../harness/small-disk.ts';

const disk = new SmallDisk('temp-full', 1024 * 1024);

export default {
  name: 'temp-full',
  summary: 'the disk of the temporary folder is full: what needs a file there waits until there is room',
  environment: { TMPDIR: disk.folder },
  async prepare() {
    if (!disk.mount()) throw new SkippedError('mounting a tmpfs is not allowed here');
  },
  async inject(bench) {
    try {
      disk.fill(bench.random.integer(0, 3) * 4096);
      await bench.uploadDuring(12_000, 1);
    } finally {
      disk.free();
    }
  },
  async tidy() {
    disk.unmount();
  },
} satisfies Fault;
