import { stopSharedStack } from './jest-global-setup.ts';

export default stopSharedStack;
