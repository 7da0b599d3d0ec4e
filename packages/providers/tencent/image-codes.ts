/**
 * The results of ImageRecognitionV2. They come as Response.Result of a successful call (the vendor's own example
 * of a face that does not match does) and are listed as Response.Error.Code too: both are looked up here.
 *
 * Meanings: the vendor's API documentation. Billing: cloud.tencent.com/document/product/1007/47911, of which the
 * copy at hand ends in the middle of the table; what it does not show is marked as undocumented. IncompleteFace and
 * PoorImageQuality are unbilled in its table of a sister product (AI face shield).
 */
import {
  billed,
  type CodeTable,
  match,
  mismatch,
  noRecord,
  photoUnusable,
  retry,
  unbilled,
  undocumented,
} from '../code-table.ts';
import { dailyLimit, fault, invalid } from './verdicts.ts';

/** Of 100: the vendor's threshold for a face that matches, fixed in this version of the action. */
export const similarityThreshold = 70;

/** The results that follow from a comparison of two faces: with any other, a similarity means nothing. */
export const comparedFaces: ReadonlySet<string> = new Set([
  'Success',
  'FailedOperation.CompareLowSimilarity',
]);

const anotherPhoto = 'Take another: one face, from the front, evenly lit, in focus, nothing in front of it.';

export const imageRecognitionV2: CodeTable = {
  Success: billed('the face matches', match),
  'FailedOperation.CompareLowSimilarity': billed('the similarity is below the threshold', mismatch),
  'FailedOperation.IdNameMisMatch': billed('name and ID number do not agree', mismatch),
  'FailedOperation.IdNoExistSystem': undocumented('the source does not hold this ID number', noRecord),
  'FailedOperation.IdPhotoNoExist': undocumented('the source holds no photo for this ID number', noRecord),
  'FailedOperation.IdPhotoPoorQuality': unbilled(
    'the resolution of the ID photo is too low',
    photoUnusable(
      'finds the photo on the ID file too poor to compare with',
      'Another photo of the person may not help: verify by other means.',
    ),
  ),
  'FailedOperation.LifePhotoDetectFaces': unbilled(
    'more than one face',
    photoUnusable('finds more than one face in the photo', anotherPhoto),
  ),
  'FailedOperation.LifePhotoDetectNoFaces': unbilled(
    'no complete face',
    photoUnusable('finds no complete face in the photo', anotherPhoto),
  ),
  'FailedOperation.LifePhotoDetectFake': unbilled(
    'the check for a real person failed',
    photoUnusable(
      'does not take the photo for one of a live person',
      'Photograph the person directly, not a screen, a print or a document.',
    ),
  ),
  'FailedOperation.LifePhotoPoorQuality': undocumented(
    'the resolution of the photo is too low',
    photoUnusable('finds the resolution of the photo too low', anotherPhoto),
  ),
  'FailedOperation.LifePhotoSizeError': undocumented(
    'the photo is too large or too small',
    photoUnusable(
      'finds the photo too large or too small',
      'Send one of at most 2 MB that shows the face large.',
    ),
  ),
  'FailedOperation.CoveredFace': unbilled(
    'the face is covered',
    photoUnusable('finds the face in the photo partly covered', anotherPhoto),
  ),
  'FailedOperation.IncompleteFace': unbilled(
    'the face is incomplete',
    photoUnusable('finds the face in the photo incomplete', anotherPhoto),
  ),
  'FailedOperation.PoorImageQuality': unbilled(
    'the quality of the image is too poor',
    photoUnusable('finds the quality of the photo too poor', anotherPhoto),
  ),
  'FailedOperation.ImageDecodeFailed': unbilled(
    'the image cannot be decoded',
    photoUnusable('cannot read the image', 'Save it again as JPEG or PNG, or take another.'),
  ),
  'FailedOperation.IdFormatError': undocumented('malformed ID number', invalid('ID number')),
  'FailedOperation.NameFormatError': undocumented('malformed name', invalid('name')),
  'FailedOperation.IdentityAuthLimitExceeded': undocumented('asked too often about this person', dailyLimit),
  'FailedOperation.CompareFail': retry('the comparison failed', 'unavailable'),
  'FailedOperation.DetectEngineSystemError': retry('the detection engine failed', 'unavailable'),
  'FailedOperation.CompareSystemError': fault('the comparison engine failed'),
  'FailedOperation.CompareLibServiceUnavailable': fault('the comparison library is unavailable'),
  'FailedOperation.IdPhotoSystemNoanswer': fault('the source of ID photos did not answer'),
  'FailedOperation.UnKnown': fault('unknown internal error'),
};
