import type { IncomingMessage } from 'node:http';
import type { EncryptionKeys } from './encryption-keys.ts';
import type { Permission } from './gate.ts';

/** Parts of a bucket or an object that calls name by a query parameter, as actions name them. */
const subresources: Readonly<Record<string, string>> = {
  acl: 'Acl',
  tagging: 'Tagging',
  versioning: 'Versioning',
  location: 'Location',
  policy: 'Policy',
  encryption: 'EncryptionConfiguration',
  lifecycle: 'LifecycleConfiguration',
};

const verbs: Readonly<Record<string, string>> = { GET: 'Get', HEAD: 'Get', PUT: 'Put', DELETE: 'Delete' };

function subresourceOf(query: URLSearchParams): string | undefined {
  return Object.entries(subresources).find(([parameter]) => query.has(parameter))?.[1];
}

/** What cannot be decoded is left as it is: S3 knows no such key. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function bucketAction(method: string, query: URLSearchParams): string {
  const subresource = subresourceOf(query);
  if (subresource)
    return `s3:${verbs[method]}${subresource === 'Location' ? 'BucketLocation' : `Bucket${subresource}`}`;
  if (method === 'PUT') return 's3:CreateBucket';
  if (method === 'DELETE') return 's3:DeleteBucket';
  return query.has('versions') ? 's3:ListBucketVersions' : 's3:ListBucket';
}

function objectAction(method: string, query: URLSearchParams): string {
  if (method === 'POST') return 's3:PutObject';
  if (method === 'DELETE' && query.has('uploadId')) return 's3:AbortMultipartUpload';
  const ofVersion = query.has('versionId') && method !== 'PUT' ? 'Version' : '';
  return `s3:${verbs[method]}Object${ofVersion}${subresourceOf(query) ?? ''}`;
}

/**
 * What a call of S3 needs, its bucket named in the path, by the Service Authorization Reference's table of
 * operations. Deleting many objects in one call takes the right to delete all of the bucket: their keys are in
 * the body.
 */
export function s3Permissions(
  { method = 'GET', url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  keys: EncryptionKeys,
): Permission[] {
  const { pathname, searchParams } = new URL(`http://localhost${url}`);
  const [, bucket = '', ...rest] = pathname.split('/');
  const key = decoded(rest.join('/'));
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const bucketArn = `arn:aws:s3:::${decoded(bucket)}`;
  if (key === '') {
    if (method === 'POST' && searchParams.has('delete'))
      return [{ action: 's3:DeleteObject', resource: `${bucketArn}/*` }];
    const prefix = searchParams.get('prefix');
    return [
      {
        action: bucketAction(method, searchParams),
        resource: bucketArn,
        ...(prefix !== null && { context: { 's3:prefix': prefix } }),
      },
    ];
  }
  const action = objectAction(method, searchParams);
  const permissions: Permission[] = [{ action, resource: `${bucketArn}/${key}` }];
  const source = headers['x-amz-copy-source'];
  if (method === 'PUT' && typeof source === 'string')
    permissions.push(
      ...s3Permissions({ method: 'GET', url: `/${source.replace(/^\//, '')}`, headers: {} }, keys),
    );
  // HeadObject reads no byte of the object.
  if (method !== 'HEAD' && /^s3:GetObject(Version)?$/.test(action))
    permissions.push(...keys.permissions('s3', bucketArn, 'kms:Decrypt'));
  if (action === 's3:PutObject')
    permissions.push(...keys.permissions('s3', bucketArn, 'kms:GenerateDataKey'));
  return permissions;
}
