import { App } from 'aws-cdk-lib';
import { KycChinaStack } from '../lib/kyc-china-stack.ts';
import { stackNameOf, stages } from '../lib/stage-configuration.ts';

const app = new App();
for (const stage of Object.values(stages)) new KycChinaStack(app, stackNameOf(stage.name), stage);
