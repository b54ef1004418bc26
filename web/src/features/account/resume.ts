export const resume = async (): Promise<boolean> => true;
