// Written by codegen/contract/generate.ts: do not edit by hand.
import type { ValidateFunction } from 'ajv';
import type { VerificationRequest } from '../request-schema.ts';
import type { PollRequest } from '../poll-schema.ts';
import type { Policy } from '../../decision/policy-schema.ts';

export declare const isVerificationRequest: ValidateFunction<VerificationRequest>;
export declare const isPollRequest: ValidateFunction<PollRequest>;
export declare const isPolicy: ValidateFunction<Policy>;
