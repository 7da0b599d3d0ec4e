import type { Permission } from './iam/gate.ts';

/** What the thread that is DynamoDB says: whether a caller may is for the main thread, which keeps the policies. */
export type FromDynamoDb =
  | { readonly type: 'listening'; readonly url: string }
  | {
      readonly type: 'may';
      readonly id: number;
      readonly accessKeyId: string | undefined;
      readonly permissions: readonly Permission[];
    }
  | { readonly type: 'stopped' };

/** Why a caller may not. */
export interface Denial {
  readonly code: string;
  readonly message: string;
}

/** What the thread is told. */
export type ToDynamoDb =
  | { readonly type: 'decision'; readonly id: number; readonly denial: Denial | undefined }
  | { readonly type: 'stop' };
