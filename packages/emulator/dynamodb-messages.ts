import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Permission } from './iam/gate.ts';

/** What the DynamoDB thread starts with. */
export interface DynamoDbData {
  /** The folder of the store. */
  readonly directory: string;
  readonly tables: readonly CreateTableCommandInput[];
}

/** A message from the DynamoDB thread. The main thread holds the policies, so it decides whether a caller may. */
export type FromDynamoDb =
  | { readonly type: 'listening'; readonly url: string }
  | {
      readonly type: 'may';
      readonly id: number;
      readonly accessKeyId: string | undefined;
      readonly permissions: readonly Permission[];
    }
  | { readonly type: 'stopped' };

/** Why a call is denied. */
export interface Denial {
  readonly code: string;
  readonly message: string;
}

/** A message to the thread. */
export type ToDynamoDb =
  | { readonly type: 'decision'; readonly id: number; readonly denial: Denial | undefined }
  | { readonly type: 'stop' };
