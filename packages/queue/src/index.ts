export { NotificationError, readNotification, type S3ObjectReference } from './notification.ts';
export { type ReceivedMessage, Receiver, type ReceiverEvent, type ReceiverOptions } from './receiver.ts';
