import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { KMSClient } from '@aws-sdk/client-kms';
import { certificateRequest as signedRequest, toPem } from '@kyc-china/pdf/signature/certificate-request';
import { KmsSigningKey } from '@kyc-china/storage/kms-signing-key';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { connectToStage, localStage, stageOptionLine } from './stage-connection.ts';

const usage = `Makes a certificate request that the key of the reports signs, for an authority.

  npm run certificate-request -- --name <common name> --out <file.csr>

  --name <text>           the common name of the certificate: who issues the reports
  --organization <text>   the organization's legal name
  --country <CN>          its country, two letters
  --out <file>            where to write the request, in PEM form
  ${stageOptionLine}

The key's policy refuses other signers: name your role in certificateRequesters of the stage, and deploy, before.`;

/** The longest common name and organization (RFC 5280, A.1). */
const longestName = 64;

function checkedName(option: string, value: string): string {
  if (value.length <= longestName && !/\p{Cc}/u.test(value)) return value;
  throw new CommandError(`--${option} has at most ${longestName} characters, and no control characters`);
}

function checkedCountry(value: string): string {
  if (/^[A-Z]{2}$/.test(value)) return value;
  throw new CommandError('--country is a code of ISO 3166-1: two capital letters, as HK');
}

/**
 * Runs the command.
 * @throws CommandError that says what is wrong with the call.
 */
export async function certificateRequest(
  args: string[],
  { print, dataDirectory }: CommandContext,
): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: 'string' },
      organization: { type: 'string' },
      country: { type: 'string' },
      out: { type: 'string' },
      stage: { type: 'string', default: localStage },
    },
  });
  const { name, organization, country, out } = values;
  if (!name || !out) throw new CommandError(usage);
  const subject = {
    commonName: checkedName('name', name),
    ...(organization !== undefined && { organization: checkedName('organization', organization) }),
    ...(country !== undefined && { country: checkedCountry(country) }),
  };
  const stage = await connectToStage(values.stage, dataDirectory);
  const kms = new KMSClient(stage.settingsFor('KMS'));
  try {
    const key = new KmsSigningKey(kms, stage.output('ReportSigningKeyArn'));
    await writeFile(out, toPem('CERTIFICATE REQUEST', await signedRequest(key, subject)));
    print(`${out} asks for a certificate for ${stage.output('ReportSigningKeyArn')}.`);
    print(
      'Send it to the authority, and put the chain that it returns into reportCertificate.chainFile of the stage.',
    );
  } finally {
    kms.destroy();
  }
}

if (import.meta.main) await runCommand(certificateRequest, usage, projectFile('.local'));
