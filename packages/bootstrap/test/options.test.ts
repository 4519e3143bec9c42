import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../src/index.ts';

const worker = 'arn:aws:iam::111122223333:role/siem-worker-task';
const other = 'arn:aws:iam::111122223333:role/loader';

describe('options', () => {
  it('give the roles of the tasks that Terraform names what they need, beside those of the file', () => {
    // Act
    const { security } = readOptions({
      SIEM_WORKER_ROLE_ARN: worker,
      SIEM_HOUSEKEEPER_ROLE_ARN: other,
      SIEM_BOOTSTRAP_CONFIG: JSON.stringify({ security: { writers: { backendRoles: [other, worker] } } }),
    });

    // Assess
    expect(security.writers).toEqual({ backendRoles: [other, worker], users: [] });
    expect(security.monitors).toEqual({ backendRoles: [other], users: [] });
  });

  it('name what is wrong and where it stands', () => {
    expect(() => readOptions({ SIEM_BOOTSTRAP_CONFIG: '{"lifecycle":{"warm":"yes"}}' })).toThrow(
      /SIEM_BOOTSTRAP_CONFIG is not right:\n {2}lifecycle\.warm: /,
    );
  });
});
