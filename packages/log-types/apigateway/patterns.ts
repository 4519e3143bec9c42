/**
 * The documented templates that are not JSON, one record a line. HTTP APIs have a route key (`GET /pets`) instead of a
 * resource path, and no caller and user in CSV.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html#apigateway-cloudwatch-log-formats
 */
const clf =
  /^(?<ip>\S{1,64}) (?<caller>\S{1,2048}) (?<user>\S{1,2048}) \[(?<requestTime>[^\]]{1,64})\] "(?<httpMethod>[^" ]+) (?<resourcePath>[^"]*) (?<protocol>[^" ]*)" (?<status>\S{1,8}) (?<responseLength>\d+|-)(?: (?<requestId>\S+))?(?: (?<extendedRequestId>\S+))?\s*$/;

/** `ip caller user [time] "eventType routeKey connectionId" status requestId` */
const webSocketClf =
  /^(?<ip>\S{1,64}) (?<caller>\S{1,2048}) (?<user>\S{1,2048}) \[(?<requestTime>[^\]]{1,64})\] "(?<eventType>[A-Z]+) (?<routeKey>\S+) (?<connectionId>\S+)" (?<status>\S{1,8}) (?<requestId>\S+)\s*$/;

const csv =
  /^(?<ip>[^,]*),(?<caller>[^,]*),(?<user>[^,]*),(?<requestTime>\d\d\/\w{3}\/\d{4}:[^,]*),(?<httpMethod>[^,]*),(?<resourcePath>[^,]*),(?<protocol>[^,]*),(?<status>[^,]*),(?<responseLength>[^,]*),(?<requestId>[^,]*)(?:,(?<extendedRequestId>[^,]*))?$/;

const httpApiCsv =
  /^(?<ip>[^,]*),(?<requestTime>\d\d\/\w{3}\/\d{4}:[^,]*),(?<httpMethod>[^,]*),(?<routeKey>[^,]*),(?<protocol>[^,]*),(?<status>[^,]*),(?<responseLength>[^,]*),(?<requestId>[^,]*)$/;

const webSocketCsv =
  /^(?<ip>[^,]*),(?<caller>[^,]*),(?<user>[^,]*),(?<requestTime>\d\d\/\w{3}\/\d{4}:[^,]*),(?<eventType>[^,]*),(?<routeKey>[^,]*),(?<connectionId>[^,]*),(?<status>[^,]*),(?<requestId>[^,]*)$/;

const elements = [
  'extendedRequestId',
  'ip',
  'caller',
  'user',
  'requestTime',
  'httpMethod',
  'eventType',
  'resourcePath',
  'routeKey',
  'status',
  'protocol',
  'connectionId',
  'responseLength',
];
const optional = elements.map((name) => `(?:<${name}>(?<${name}>[^<]*)</${name}>\\s*)?`).join('');
const xml = new RegExp(`^<request id="(?<requestId>[^"]*)">\\s*${optional}</request>$`);

/** `(request id) text`, a line per step of a request. */
const execution = /^\((?<requestId>[\w=-]{1,64})\) (?<execution_message>[\s\S]*)$/;

export const accessLogPatterns = [clf, webSocketClf, csv, httpApiCsv, webSocketCsv, xml, execution];
