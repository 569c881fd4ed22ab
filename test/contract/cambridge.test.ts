import { areaTests } from '../support/area-tests.ts';
import { describeWithData } from '../support/test-data.ts';

describeWithData('Wellington-Harrington, Cambridge, by the command line', () => {
  areaTests('cambridge', { thorough: true });
});
