/**
 * A log type as data. Built-in log types write it in TypeScript (packages/log-types/<name>/definition.ts); users' own
 * write the same in YAML, without functions. The compiler turns it into one function per log type.
 */
export interface LogTypeDefinition {
  /** Name as in `@log_type`; lower case, digits, `-` and `_`. */
  name: string;
  title: string;
  /** Page that documents the raw format. */
  source: string;
  /** S3 keys of this log type. The first log type in order of `priority` with a matching pattern wins. */
  keys: readonly RegExp[];
  /** A key as AWS really writes it; documents the form, and samples are parsed under it. */
  exampleKey: string;
  /** Keys that match `keys` and are not logs of this type after all: counted and ignored. */
  ignoredKeys?: readonly RegExp[];
  /** Lower is asked first. Default 100; catch-all patterns use more, narrow ones inside another's range less. */
  priority?: number;
  /** Recognises a log type by the first records, for objects whose key says nothing. */
  content?: ContentSignature;
  /** Index name without the rotation suffix, e.g. `log-aws-vpcflowlogs`. */
  index: string;
  format: Format;
  /** Types of raw fields, for rendering and for the index template. Fields not listed are `keyword`. */
  fields?: Readonly<Record<string, FieldType>>;
  /**
   * Raw fields of JSON formats (dotted paths) that become text before anything else looks at them: some records hold an
   * object there, others a plain value, and an index has one type per field. Objects are written as Python prints them,
   * which is what existing indexes hold.
   */
  textFields?: readonly string[];
  /** Raw fields that are not kept in the document (dotted paths for JSON formats). */
  omit?: readonly string[];
  /** Puts the raw fields under this object instead of the document's top level. */
  prefix?: string;
  /** First rule that finds a time wins; none found: ingest time and the tag `siem_no_timestamp`. */
  timestamp: TimestampRule | readonly TimestampRule[];
  /** Source's own id. Without it, or where it is missing, the id comes from the content. */
  id?: { from: string; suffix?: string };
  /**
   * What the declarative part cannot say. Runs before the mapping; may change the raw record of a JSON format; what it
   * returns is read by mappings as `$name`. Keys `index`, `logType`, `timestamp`, `indexTime` (the time that names the
   * index, where it is not the timestamp), `id` and `idSuffix` override what the definition says.
   */
  derive?: (record: RawRecord, context: DeriveContext) => Derived | undefined;
  /**
   * Texts that `derive` returns are parts of the record's texts (or plain constants), so that they need escaping in JSON
   * only where those do.
   */
  derivesParts?: boolean;
  /** ECS (or own) field -> where its value comes from. */
  ecs: Readonly<Record<string, Mapping>>;
  /** `cloud.provider`; default `aws`. False: the source is not in a cloud, so `cloud.*` is left out unless mapped. */
  cloudProvider?: string | false;
  /** Groups whose `.ip` is looked up in GeoIP and AS databases: `source`, `destination`, `client` ... */
  geoip?: readonly string[];
  /** Fields whose values are looked up in threat intelligence. */
  threat?: { ip?: readonly string[]; domain?: readonly string[] };
  /** Parses `user_agent.original`. Default: true where it is mapped. */
  userAgent?: boolean;
  /**
   * What a container wrote to its standard error, where records come through FireLens: other programs' messages more
   * often than records. `ignore`: excluded and counted.
   * @defaultvalue `ignore`
   */
  containerStderr?: 'ignore' | 'keep';
  /** The client's address stands behind trusted proxies in this raw field (X-Forwarded-For). */
  forwardedFor?: { client: string; from: string };
}

// biome-ignore lint/suspicious/noExplicitAny: a raw record is whatever JSON the source wrote
export type RawRecord = Record<string, any>;
export type Derived = Record<string, unknown>;

/** What is known about a record besides its text. */
export interface RecordMeta {
  /** From a CloudWatch Logs envelope. */
  logGroup?: string;
  logStream?: string;
  /** The CloudWatch Logs event's or EventBridge event's id. */
  envelopeId?: string;
  /** ISO 8601 or epoch milliseconds. */
  envelopeTime?: string | number;
  accountId?: string;
  region?: string;
  /** EventBridge's name for the kind of event. */
  detailType?: string;
  /** Inside an envelope: the object whose array of records this one stands in. */
  container?: RawRecord;
  /** The record was cut off by its sender; what was open in its JSON has been closed. */
  truncated?: true;
  /** Fields an envelope adds to the document, e.g. FireLens' container metadata. */
  fields?: Record<string, unknown>;
}

/** Valid during the call only: the next record reuses the object. */
export interface DeriveContext {
  meta: RecordMeta;
  /** The record's text. */
  raw: string;
  bucket: string;
  key: string;
  /** As found in the S3 key. */
  accountId: string | undefined;
  region: string | undefined;
  /**
   * When the record was written at the latest: the time of its envelope, else when the object was stored; epoch
   * milliseconds. What times without a year are read by.
   */
  writtenMs: number;
}

export type FieldType =
  | 'keyword'
  | 'text'
  | 'long'
  | 'double'
  | 'boolean'
  | 'ip'
  | 'date'
  | 'date_nanos'
  | 'object'
  | 'flat_object'
  | 'geo_point';

export type TimestampRule = {
  /** Dotted path in the record, `$derived`, or `@envelope` (the envelope's time), or `@key` (from the S3 key). */
  from: string;
  /** `epoch` tells seconds, milliseconds and microseconds apart by size. Else a pattern as in Python's strptime. */
  format: 'iso8601' | 'epoch' | 'syslog' | (string & {});
  /** Offset assumed where the text has none, `+09:00`. Default `+00:00`. */
  zone?: string;
};

/**
 * Where a value comes from. A string is a dotted path in the raw record (`a.b.0.c`), `$name` (derived) or `@log_group`,
 * `@log_stream`, `@account`, `@region`, `@key`, `@bucket`, `@message`. Several paths: the first that has a value.
 */
export type Mapping = string | readonly string[] | MappingRule | ((record: RawRecord, derived: Derived) => unknown);

export interface MappingRule {
  from?: string | readonly string[];
  /** All values, unique and sorted, as an array. */
  all?: readonly string[];
  /** A constant. */
  value?: string | number | boolean | readonly string[];
  /** Translates the value found; a value not listed gives `default`, or nothing. */
  map?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** For values that `map` does not list, or, without `map`, where nothing was found. */
  default?: string | number | boolean | readonly string[];
  /** Only where this raw field has one of these values; `true`: has any value; `false`: has none. */
  when?: { from: string; is: readonly string[] | boolean };
  transform?: 'lowercase' | 'uppercase' | 'string';
}

export interface ContentSignature {
  /** A JSON record of this type has all these paths; of paths in a list of their own, any. */
  json?: readonly (string | readonly string[])[];
  /** A text record of this type matches. */
  text?: RegExp;
  /** The header line of a columns format has all these names; of names in a list of their own, any. */
  header?: readonly (string | readonly string[])[];
  /**
   * Least share of the records that it must recognise; more where another's log holds some such records.
   * @defaultvalue 0.2
   */
  share?: number;
  /** Among types that recognise a record, the highest wins. Default: number of paths or 1. */
  score?: number;
}

export type Format =
  | ColumnsFormat
  | TextFormat
  | JsonFormat
  | MultilineFormat
  | XmlFormat
  | WindowsEventFormat
  | CefFormat
  | LeefFormat
  | KeyValueFormat
  | SyslogFormat
  | ParquetFormat;

/** Values separated by one character, optionally quoted: VPC Flow Logs, ELB and S3 access logs, CSV, TSV. */
export interface ColumnsFormat {
  kind: 'columns';
  delimiter: string;
  /** For lines that do not have the delimiter: the one of these that they have most of. */
  otherDelimiters?: readonly string[];
  /** Column names in order; or `file`: the object's first line names them. */
  header: 'file' | readonly string[];
  /** Names used when `header` is `file` and the first line is no header. */
  defaultHeader?: readonly string[];
  /** Tells a header line from a record. Needed with `header: 'file'`. */
  headerPattern?: RegExp;
  /** Values may stand in double quotes; `brackets` adds `[...]`. */
  quotes?: 'double' | 'double-and-brackets';
  /** Quotes inside of values are not escaped: the last column in quotes ends at the last quote of the line, and a backslash says nothing. */
  unescapedQuotes?: boolean;
  /**
   * What all values of a column look like. Quotes inside of the value before it are told by it from the one that ends
   * that value.
   */
  forms?: Readonly<Record<string, RegExp>>;
  /** `csv`: quotes are doubled inside and records may span lines; `log`: a quote ends a value only before a delimiter. */
  dialect?: 'log' | 'csv';
  /** Lines that start so are comments. `#Fields:` lines name the columns where `header` is `file`. */
  comment?: string;
  /** Fewer values than this, or than the header has names, make a line unreadable (dead letter). Default 1. */
  minColumns?: number | 'header';
  /** A record may also be a JSON object; `derive` then gives its members the columns' names where they differ. */
  alsoJson?: boolean;
  /** `derive` makes objects of records: fields, mappings and the document are those of JSON. */
  asObjects?: boolean;
}

/** A regular expression with named groups. */
export interface TextFormat {
  kind: 'text';
  /** Tried in order. */
  patterns: readonly RegExp[];
  /** Lines of this form are not records: counted as excluded by `header`. */
  ignore?: RegExp;
  /** A line no pattern matches becomes a document with its `@message` and a tag instead of a dead letter. */
  keepUnmatched?: boolean;
  /** A record may also be a JSON object; `derive` then gives its members the groups' names where they differ. */
  alsoJson?: boolean;
}

export interface JsonFormat {
  kind: 'json';
  /**
   * Dotted path of the array that holds the records, e.g. `Records`; several where sources differ. Without it, and where a
   * value has no such array, every JSON value is a record.
   */
  records?: string | readonly string[];
}

/** Records of several lines. `first` matches the first line of each. */
export interface MultilineFormat {
  kind: 'multiline';
  first: RegExp;
  /** A first line right behind a line of this form goes on with that line's record. */
  notAfter?: RegExp;
  /**
   * A group that sources leave out where it would repeat: a record of a file without it has that of the record before.
   * `from` finds it in a first line, as its first group.
   */
  inherited?: { group: string; from: RegExp };
  patterns: readonly RegExp[];
  /** Lines of this form are not records, wherever they stand: counted as excluded. */
  ignore?: RegExp;
  keepUnmatched?: boolean;
}

/** Attributes and child elements are members, repeated elements arrays, text beside members `#text`. */
export interface XmlFormat {
  kind: 'xml';
  /** Name of the element that is a record, e.g. `Event`. */
  element: string;
}

/** Windows events as XML `<Event>` elements; `EventData` becomes an object of named values. */
export interface WindowsEventFormat {
  kind: 'winevtxml';
}

/**
 * ArcSight Common Event Format; fields are `cef_version`, `cef_name` ..., and the extension's keys. A record may also be
 * a JSON object that has the event under `message` or `log`.
 */
export interface CefFormat {
  kind: 'cef';
  /**
   * `name`: the value of `cs1` becomes a field named by `cs1Label`; `keep`: both stay fields.
   * @defaultvalue `name`
   */
  labels?: 'name' | 'keep';
  /** Events may also have the form of LEEF. */
  alsoLeef?: boolean;
}

/**
 * IBM Log Event Extended Format; fields are `leef_version`, `leef_event_id` ..., and the attributes' keys. A record may
 * also be a JSON object that has the event under `message` or `log`.
 */
export interface LeefFormat {
  kind: 'leef';
}

/** `key=value` pairs; values may stand in double quotes. */
export interface KeyValueFormat {
  kind: 'keyvalue';
  /** Default: a space. */
  pairSeparator?: string;
  /** Default: `=`. */
  valueSeparator?: string;
}

/**
 * Syslog lines of RFC 3164 and RFC 5424: `priority`, `facility`, `severity`, `timestamp`, `hostname`, `app_name`,
 * `proc_id`, `msg_id`, `structured_data`, `message`.
 */
export interface SyslogFormat {
  kind: 'syslog';
}

/** Rows are records, by the column's names. */
export interface ParquetFormat {
  kind: 'parquet';
}

/** Types-only helper that gives definitions completion and checks. */
export function defineLogType(definition: LogTypeDefinition): LogTypeDefinition {
  return definition;
}
