/** Every provider there is: the name that a stage's configuration calls it by, and how it is made. One line each. */
export { alibaba } from './alibaba/alibaba.ts';
export { simulator } from './simulator/simulator.ts';
export { tencent } from './tencent/tencent.ts';
