declare module 'virtual:policy-schema' {
  const schema: import('./features/policy/model/json.ts').JsonObject;
  export default schema;
}
