/** Whichever other move is under way, an operator's terminal may die at any time. */
import { terminalDies } from './terminal-deaths';
import { MOVES } from '../../lambda/estates';

terminalDies(MOVES.filter((move) => move !== 'vgw-to-tgw'));
