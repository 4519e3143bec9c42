import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { requiredLiteral, UserAgentParser } from '../src/user-agent.ts';

const agents = [
  'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'curl/8.5.0',
  'python-requests/2.32.3',
  'Go-http-client/2.0',
  'aws-cli/2.22.7 md/awscrt#0.23.4 ua/2.0 os/linux#6.1.119 md/arch#x86_64 lang/python#3.12.6',
  'Boto3/1.35.90 md/Botocore#1.35.90 ua/2.0 os/linux#5.10.230',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:134.0) Gecko/20100101 Firefox/134.0',
  'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Trident/5.0)',
  'Opera/9.80 (Windows NT 6.0) Presto/2.12.388 Version/12.14',
  'ELB-HealthChecker/2.0',
  'kube-probe/1.31',
  'Amazon CloudFront',
];

interface Entry {
  regex: string;
  regex_flag?: string;
}

describe('user agents', () => {
  it('never rules out a pattern that would match, for any pattern of the list', () => {
    const file = createRequire(import.meta.url).resolve('uap-core/regexes.yaml');
    const lists = parse(readFileSync(file, 'utf8')) as Record<string, Entry[]>;
    const wrong: string[] = [];
    for (const { regex, regex_flag } of Object.values(lists).flat()) {
      const literal = regex_flag === undefined ? requiredLiteral(regex) : undefined;
      if (literal === undefined) continue;
      const expression = new RegExp(regex);
      for (const agent of agents)
        if (!agent.includes(literal) && expression.test(agent)) wrong.push(`${literal}: ${regex}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['\\d.{0,20}?abc', 'abc'],
    ['(?:x|y)hello+', 'hello'],
    ['foo[a-z]{2}barbar?', 'barba'],
    ['a|bcd', undefined],
  ])('finds the literal of %s', (regex, literal) => expect(requiredLiteral(regex)).toBe(literal));

  it('names browsers, systems and devices', () => {
    const parser = new UserAgentParser();
    expect(JSON.parse(parser.toJson(agents[0]!))).toMatchObject({
      name: 'Baiduspider',
      version: '2.0',
      device: { name: 'Spider' },
    });
    expect(JSON.parse(parser.toJson(agents[8]!))).toMatchObject({
      name: 'Mobile Safari',
      os: { name: 'iOS', version: '18.2' },
      device: { name: 'iPhone' },
    });
    expect(JSON.parse(parser.toJson('s3.amazonaws.com'))).toMatchObject({
      name: 's3.amazonaws.com',
      os: { name: 'Other' },
    });
    expect(JSON.parse(parser.toJson('x'.repeat(100_000)))).toMatchObject({ name: 'Other' });
  });
});
