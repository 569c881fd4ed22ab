import { areaTests } from '../support/area-tests.ts';
import { describeWithData } from '../support/test-data.ts';

describeWithData('North of Bayreuth, by the command line', () => {
  areaTests('north-bayreuth');
});
