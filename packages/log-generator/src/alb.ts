import type { Random } from './random.ts';
import { attacker, publicAddress } from './world.ts';

const userAgents = [
  'curl/8.5.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1',
  'python-requests/2.32.3',
  'Go-http-client/2.0',
];
const codes = [200, 200, 200, 200, 200, 200, 301, 304, 400, 403, 404, 500, 502];
const probes = ['/wp-login.php', '/.env', '/phpmyadmin/', '/actuator/env'];

/** Access log lines of one Application Load Balancer. */
export function* albLines(random: Random, count: number, startSeconds: number, spanSeconds: number): Generator<string> {
  const group = `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/${random.hex(16)}`;
  const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
  for (let i = 0; i < count; i++) {
    const micros = Math.floor((startSeconds + (i / count) * spanSeconds) * 1e6) + random.integer(0, 999);
    const probe = random.chance(0.01);
    const code = probe ? 404 : random.pick(codes);
    const host = random.pick(['shop.example.com', 'api.example.com', 'www.example.com']);
    const path = probe
      ? random.pick(probes)
      : random.pick([
          '/',
          '/login',
          `/products/${random.hex(6)}`,
          `/static/app.${random.hex(8)}.js`,
          `/search?q=${random.hex(5)}&page=${random.integer(1, 50)}`,
        ]);
    const target = `10.0.${random.integer(0, 3)}.${random.integer(4, 254)}:8080`;
    const client = probe ? attacker.guessing : publicAddress(random);
    const duration = () => (random.next() * (random.chance(0.95) ? 0.2 : 9)).toFixed(3);
    yield `${random.pick(['https', 'h2'])} ${isoMicros(micros)} app/shop/50dc6c495c0c9188 ${client}:${random.integer(1024, 65_535)} ${target} ` +
      `${duration()} ${duration()} ${duration()} ${code} ${code} ${random.integer(30, 2000)} ${random.integer(100, 90_000)} ` +
      `"${random.pick(['GET', 'GET', 'GET', 'POST', 'PUT'])} https://${host}:443${path} HTTP/1.1" "${random.pick(userAgents)}" ` +
      `ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ${group} "Root=1-${random.hex(8)}-${random.hex(24)}" "${host}" "${certificate}" ` +
      `${random.integer(0, 20)} ${isoMicros(micros - random.integer(1, 200) * 1000)} "forward" "-" "-" "${target}" "${code}" "-" "-" TID_${random.hex(32)}`;
  }
}

function isoMicros(micros: number): string {
  return new Date(Math.floor(micros / 1000)).toISOString().replace('Z', `${String(micros % 1000).padStart(3, '0')}Z`);
}
