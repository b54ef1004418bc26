/** The operator's file and environment, read strictly into one typed, immutable `Config`. */
export type {
  AdmissionConfig,
  AuditConfig,
  Config,
  GrantConfig,
  HttpServer,
  PolicySource,
  ServerConfig,
  StdioServer,
} from './config.ts';
