export { type Carried, convertUserIni, type Note } from './convert.ts';
