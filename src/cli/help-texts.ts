import { type Command, Help, type Option } from 'commander';

/** A switch that is off and a list that is empty are nothing that somebody must be told. */
const saysNothing = ({ defaultValue: value }: Option): boolean =>
  value === false || (Array.isArray(value) && value.length === 0);

/** How the help of every command reads: whole sentences, broken where the terminal ends and not where the code does. */
export const helpTexts: Partial<Help> = {
  commandDescription: (command: Command) => oneLine(command.description()),
  subcommandDescription: (command: Command) => oneLine(command.summary() || command.description()),
  optionDescription: (option: Option) => new Help().optionDescription(saysNothing(option) ? quiet(option) : option),
};

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');
const quiet = (option: Option): Option => Object.create(option, { defaultValue: { value: undefined } }) as Option;
