import { TextCache } from '@siem/log-type';

/**
 * Fields of real-time logs in the order in which CloudFront writes them, whichever of them a configuration has. Kinds
 * are of `forms`; a small letter for what few configurations choose.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html
 */
const kindOf = {
  timestamp: 'Time',
  c_ip: 'Address',
  s_ip: 'address',
  time_to_first_byte: 'Seconds',
  sc_status: 'Status',
  sc_bytes: 'Number',
  cs_method: 'Method',
  cs_protocol: 'Scheme',
  cs_host: 'Host',
  cs_uri_stem: 'Path',
  cs_bytes: 'Number',
  x_edge_location: 'Location',
  x_edge_request_id: 'Request',
  x_host_header: 'Host',
  time_taken: 'Seconds',
  cs_protocol_version: 'Protocol',
  c_ip_version: 'Version',
  cs_user_agent: 'Text',
  cs_referer: 'Text',
  cs_cookie: 'text',
  cs_uri_query: 'Text',
  x_edge_response_result_type: 'Result',
  x_forwarded_for: 'Addresses',
  ssl_protocol: 'Tls',
  ssl_cipher: 'Cipher',
  x_edge_result_type: 'Result',
  fle_encrypted_fields: 'number',
  fle_status: 'word',
  sc_content_type: 'Media',
  sc_content_len: 'Number',
  sc_range_start: 'number',
  sc_range_end: 'number',
  c_port: 'Number',
  x_edge_detailed_result_type: 'Result',
  c_country: 'Country',
  cs_accept_encoding: 'Encoding',
  cs_accept: 'Accept',
  cache_behavior_path_pattern: 'pattern',
  cs_headers: 'Headers',
  cs_header_names: 'Headers',
  cs_headers_count: 'Number',
  primary_distribution_id: 'distribution',
  primary_distribution_dns_name: 'host',
  origin_fbl: 'Seconds',
  origin_lbl: 'Seconds',
  asn: 'Number',
  cmcd_encoded_bitrate: 'number',
  cmcd_buffer_length: 'number',
  cmcd_buffer_starvation: 'word',
  cmcd_content_id: 'text',
  cmcd_object_duration: 'number',
  cmcd_deadline: 'number',
  cmcd_measured_throughput: 'number',
  cmcd_next_object_request: 'text',
  cmcd_next_range_request: 'text',
  cmcd_object_type: 'word',
  cmcd_playback_rate: 'text',
  cmcd_requested_maximum_throughput: 'number',
  cmcd_streaming_format: 'word',
  cmcd_session_id: 'text',
  cmcd_stream_type: 'word',
  cmcd_startup: 'word',
  cmcd_top_bitrate: 'number',
  cmcd_version: 'number',
  r_host: 'host',
  sr_reason: 'text',
  x_edge_mqcs: 'text',
  distribution_tenant_id: 'text',
  connection_id: 'text',
} as const;

/** What much fits explains a value less well than a narrow form does. */
const penalties: Readonly<Record<string, number>> = { text: -3, number: -2, encoding: -1, accept: -1, pattern: -1 };
const forms: Readonly<Record<string, RegExp>> = {
  time: /^\d{9,11}\.\d{3}$/,
  address: /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}:[\da-f:.]{1,42})$/i,
  seconds: /^(?:\d{1,7}\.\d{1,6}|0|-)$/,
  status: /^\d{3}$/,
  number: /^(?:\d{1,19}|-)$/,
  method: /^[A-Z]{3,32}$/,
  scheme: /^(?:https?|wss?|grpcs?|-)$/,
  host: /^(?:(?:[\w-]{1,63}\.){1,20}(?=[\w-]*[a-z])[\w-]{1,63}(?::\d{1,5})?|-)$/i,
  path: /^(?:\/.*|-)$/s,
  location: /^[A-Z]{3}\d{1,4}(?:-[A-Z]\d{1,3})?$/,
  request: /^[\w=/+-]{54,58}$|^[\w/+-]{1,60}={1,2}$/,
  protocol: /^(?:HTTP\/\d(?:\.\d)?|-)$/,
  version: /^IPv[46]$/,
  result: /^(?:[A-Z][A-Za-z]{2,63}|-)$/,
  tls: /^(?:(?:TLS|SSL)v[\d.]{1,5}|-)$/,
  cipher: /^(?:[A-Z\d]{2,12}(?:[-_][A-Z\d]{1,12}){1,8}|-)$/,
  media: /^(?:[\w.+*-]{1,60}\/[\w.+*-]{1,100}.*|-)$/s,
  country: /^(?:[A-Z]{2}|-)$/,
  addresses: /^(?:(?=[\da-f]{0,4}[.:])[\da-f.:]{2,45}(?:,(?:%20| )?[\da-f.:]{2,45}){0,50}|-)$/i,
  encoding: /^(?:(?:gzip|deflate|br|zstd|identity|compress|x-gzip|\*).*|-)$/is,
  accept: /\/|^-$/,
  pattern: /[*/.]|^-$/,
  headers: /%0A|^-$/i,
  distribution: /^(?:[A-Z\d]{12,14}|-)$/,
  word: /^(?:[A-Za-z]{1,32}|-)$/,
  text: /^/,
};
const kinds = Object.keys(forms);

/** Without the address of the edge server, which came later, and where few want it. */
export const columns = Object.keys(kindOf).filter((name) => name !== 's_ip');
/** What nearly every configuration has. */
const usual: Readonly<Record<string, number>> = {
  ...{ timestamp: 0.97, c_ip: 0.97, sc_status: 0.9, cs_method: 0.85, cs_uri_stem: 0.85 },
};
const fields = Object.entries(kindOf).map(([name, kind]) => {
  const probability = usual[name] ?? (kind !== kind.toLowerCase() ? 0.6 : /^(?:cmcd|fle)_/.test(name) ? 0.05 : 0.15);
  return {
    name,
    kind: kinds.indexOf(kind.toLowerCase()),
    /** Natural logarithms of how likely a configuration has the field and the value is one of it, and has it not. */
    chosen: Math.log(probability) + (penalties[kind.toLowerCase()] ?? 0),
    left: Math.log(1 - probability),
  };
});
/** A value is given to a field only where any other reading of the line is less likely by this factor's logarithm. */
const margin = 2;

type Names = readonly (string | undefined)[] | undefined;

/** By what the values of a line may be: the lines of a configuration are alike. */
const aligned = new TextCache<{ names: Names }>(2_000);

/**
 * Which field each value of a line belongs to. A configuration may leave out any fields and its logs do not name those
 * that are there, so this looks for the likeliest choice of fields that the values fit, in CloudFront's order.
 * @returns a name for each value; undefined where two fields are about as likely. Undefined as a whole: nothing fits.
 */
export function alignFields(values: readonly string[]): Names {
  if (values.length > fields.length) return undefined;
  const fits = values.map(kindsOf);
  const key = fits.join();
  let found = aligned.get(key);
  if (found === undefined) {
    found = { names: likeliest(fits) };
    aligned.set(key, found);
  }
  return found.names;
}

/** @param fits of each value, the kinds that it may be */
function likeliest(fits: readonly number[]): Names {
  const [n, m] = [fits.length, fields.length];
  // ahead[i][j]: the best score of the values from i on with the fields from j on.
  const ahead = table(n, m);
  for (let i = n; i >= 0; i--)
    for (let j = m - (i === n ? 0 : 1); j >= 0; j--) {
      if (j === m) ahead[i]![j] = 0;
      else
        ahead[i]![j] = Math.max(
          ahead[i]![j + 1]! + fields[j]!.left,
          i < n ? pair(i, j) + ahead[i + 1]![j + 1]! : -Infinity,
        );
    }
  if (ahead[0]![0] === -Infinity) return undefined;
  const behind = table(n, m);
  for (let i = 0; i <= n; i++)
    for (let j = i; j <= m; j++) {
      if (i === 0 && j === 0) behind[i]![j] = 0;
      else
        behind[i]![j] = Math.max(
          j > 0 ? behind[i]![j - 1]! + fields[j - 1]!.left : -Infinity,
          i > 0 ? behind[i - 1]![j - 1]! + pair(i - 1, j - 1) : -Infinity,
        );
    }
  return fits.map((_kinds, i) => {
    let [best, second, at] = [-Infinity, -Infinity, -1];
    for (let j = i; j < m; j++) {
      const total = behind[i]![j]! + pair(i, j) + ahead[i + 1]![j + 1]!;
      if (total > best) [best, second, at] = [total, best, j];
      else if (total > second) second = total;
    }
    return best - second >= margin ? fields[at]!.name : undefined;
  });

  function pair(i: number, j: number): number {
    const { kind, chosen } = fields[j]!;
    return ((fits[i]! >> kind) & 1) === 1 ? chosen : -Infinity;
  }
}

/** Most values of a line are ones that other lines have too: methods, hosts, protocols, browsers. */
const known = new TextCache<number>(4_000);
const maxKnownLength = 200;

/** A bit for each of `kinds` whose form the value has. */
function kindsOf(value: string): number {
  let bits = known.get(value);
  if (bits !== undefined) return bits;
  bits = 0;
  for (let i = 0; i < kinds.length; i++) if (forms[kinds[i]!]!.test(value)) bits |= 1 << i;
  if (value.length <= maxKnownLength) known.set(value, bits);
  return bits;
}

function table(n: number, m: number): number[][] {
  return Array.from({ length: n + 1 }, () => new Array<number>(m + 1).fill(-Infinity));
}

/** Values that a field's form tells at once where a line is read by position: each is far from fields it could be confused with. */
const anchors = [
  ...['c_ip', 'sc_status', 'cs_method', 'x_edge_location', 'cs_protocol_version', 'c_ip_version', 'ssl_protocol'],
  ...['c_port', 'c_country', 'cs_headers_count', 'origin_fbl', 'asn'],
].map((name) => ({ name, form: forms[kinds[fields.find((field) => field.name === name)!.kind]!]! }));

/** Whether a record that was read by position has values that fit, as far as it reaches. */
export function isInPlace(record: Readonly<Record<string, unknown>>): boolean {
  return anchors.every(({ name, form }) => {
    const value = record[name];
    return value === undefined || (typeof value === 'string' && form.test(value));
  });
}
