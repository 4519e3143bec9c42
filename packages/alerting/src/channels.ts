import type * as Notifications from '@opensearch-project/opensearch/api/_types/notifications._common.d.ts';
import { z } from 'zod';

const url = z.url({ protocol: /^https$/, error: 'must be an https URL' });
const arn = (service: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:`), `must be an ARN that begins with arn:aws:${service}:`);

/** Where alerts go, as operators write it. */
export const channelSchema = z.discriminatedUnion('type', [
  /** Amazon OpenSearch Service publishes as the role; it must trust es.amazonaws.com. */
  z.strictObject({ type: z.literal('sns'), topicArn: arn('sns'), roleArn: arn('iam').optional() }),
  z.strictObject({ type: z.literal('slack'), url }),
  z.strictObject({ type: z.literal('chime'), url }),
  z.strictObject({ type: z.literal('teams'), url }),
  z.strictObject({ type: z.literal('webhook'), url }),
  /** Through an SES or SMTP sender that exists already. */
  z.strictObject({ type: z.literal('email'), senderId: z.string().min(1), recipients: z.array(z.email()).min(1) }),
]);
export type Channel = z.output<typeof channelSchema>;

/** As the notifications plugin takes it. */
export function channelConfig(
  name: string,
  description: string,
  channel: Channel,
): Notifications.NotificationsConfigItem {
  const common = { name, description, is_enabled: true };
  switch (channel.type) {
    case 'sns':
      return {
        ...common,
        config_type: 'sns',
        sns: { topic_arn: channel.topicArn, ...(channel.roleArn !== undefined && { role_arn: channel.roleArn }) },
      };
    case 'slack':
      return { ...common, config_type: 'slack', slack: { url: channel.url } };
    case 'chime':
      return { ...common, config_type: 'chime', chime: { url: channel.url } };
    case 'teams':
      return { ...common, config_type: 'microsoft_teams', microsoft_teams: { url: channel.url } };
    case 'webhook':
      return { ...common, config_type: 'webhook', webhook: { url: channel.url, method: 'POST' } };
    case 'email':
      return {
        ...common,
        config_type: 'email',
        email: {
          email_account_id: channel.senderId,
          recipient_list: channel.recipients.map((recipient) => ({ recipient })),
        },
      };
  }
}
