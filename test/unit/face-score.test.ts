import { describe, expect, it } from '@jest/globals';
import { read } from '../../packages/providers/alibaba/answer.ts';
import { operations } from '../../packages/providers/alibaba/operations.ts';
import { actions } from '../../packages/providers/tencent/actions.ts';
import { answerOf } from '../../packages/providers/tencent/answer.ts';
import { readEnvelope } from '../../packages/providers/tencent/envelope.ts';

const headers = { 'content-type': 'application/json' };

function tencent(response: object) {
  const action = actions['identity.image'];
  if (!action) throw new Error('no action');
  const body = JSON.stringify({ Response: response });
  return answerOf(action, readEnvelope({ status: 200, headers, body })).finding;
}

function alibaba(result: object) {
  const operation = operations['identity.image'];
  if (!operation) throw new Error('no operation');
  const body = JSON.stringify({ Code: '200', ResultObject: result });
  return read({ status: 200, headers, body }, operation).finding;
}

const passed = { BizCode: '1', SubCode: '101' };
const lowSimilarity = 'FailedOperation.CompareLowSimilarity';

describe('the score of a face comparison', () => {
  it.each([
    [
      { Result: 'Success', Sim: 91.5 },
      { outcome: 'matched', score: 91.5, threshold: 70 },
    ],
    [
      { Result: lowSimilarity, Sim: 26.04 },
      { outcome: 'unmatched', score: 26.04, threshold: 70 },
    ],
    // A higher threshold of the account, which the answer does not name.
    [
      { Result: lowSimilarity, Sim: 75 },
      { outcome: 'unmatched', score: 75 },
    ],
    [{ Result: lowSimilarity, Sim: '26' }, { outcome: 'unmatched' }],
    [{ Result: lowSimilarity, Sim: -1 }, { outcome: 'unmatched' }],
    [{ Result: lowSimilarity }, { outcome: 'unmatched' }],
    [{ Result: 'FailedOperation.IdNameMisMatch', Sim: 0 }, { outcome: 'unmatched' }],
    [{ Result: 'FailedOperation.IdPhotoNoExist', Sim: 0 }, { outcome: 'notFound' }],
  ])('Tencent Cloud similarity is in the finding with its threshold: %j', (response, finding) => {
    expect(tencent(response)).toEqual(finding);
  });

  it.each([
    [
      { ...passed, FaceDetail: '{"verifyScore":91.28594}' },
      { outcome: 'matched', score: 91.28594 },
    ],
    [
      { BizCode: '2', SubCode: '204', FaceDetail: '{"verifyScore":12}' },
      { outcome: 'unmatched', score: 12 },
    ],
    [{ ...passed, FaceDetail: '{"verifyScore":"high"}' }, { outcome: 'matched' }],
    [{ ...passed, FaceDetail: '{"verifyScore":101}' }, { outcome: 'matched' }],
    [{ ...passed, FaceDetail: 'no JSON' }, { outcome: 'matched' }],
    [passed, { outcome: 'matched' }],
    [{ BizCode: '2', SubCode: '201', FaceDetail: '{"verifyScore":0}' }, { outcome: 'unmatched' }],
    [{ BizCode: '2', SubCode: '203', FaceDetail: '{"verifyScore":0}' }, { outcome: 'notFound' }],
  ])('Alibaba Cloud score is in the finding without a threshold: %j', (result, finding) => {
    expect(alibaba(result)).toEqual(finding);
  });
});
