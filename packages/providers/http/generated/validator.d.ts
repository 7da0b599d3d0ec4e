// Written by codegen/http-descriptions/generate.ts: do not edit by hand.
import type { ValidateFunction } from 'ajv';
import type { HttpProviderDescription } from '../description.ts';

export declare const isDescription: ValidateFunction<HttpProviderDescription>;
