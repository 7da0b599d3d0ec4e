import { type EmbeddedCloudOptions, startEmbeddedCloud } from '@kyc-china/emulator/embedded-cloud';

// An embedded cloud that is a process of its own, so that it can be killed: its options are its argument, and its
// parent receives its address. It never outlives its parent.

process.once('disconnect', () => process.exit(0));
const options = JSON.parse(process.argv[2] ?? '{}') as EmbeddedCloudOptions;
const { url, stackName, outputs, endpoints, credentials } = await startEmbeddedCloud(options);
process.send?.({ url, stackName, outputs, endpoints, credentials });
