import type { Domain } from './nouns.lexicon.ts';
import type { Act } from './verbs.lexicon.ts';

/**
 * Verbs of Chinese, Japanese and Korean, which write no spaces: looked for anywhere in a sentence, the longest first.
 */
export const unspacedVerbs: readonly (readonly [Act, string])[] = [
  [
    'look',
    `获取 取得 查询 查看 查找 搜索 检索 列出 读取 返回 检查 显示 浏览 统计 监控 查詢 獲取 搜尋 列表 详情 信息 抓取 下载列表
    検索 取得 一覧 表示 確認 読み取 読み込 調べ 参照 閲覧 返します 取得する 조회 검색 가져오 가져옵 목록 읽기 읽어 확인 반환 보기 표시 찾기 찾아`,
  ],
  [
    'compute',
    `计算 转换 解析 分析 验证 校验 翻译 比较 提取 识别 预测 总结 摘要 推荐 格式化 计数 測 変換 計算 解析 分析 検証 翻訳 要約 추출 계산 변환 분석 검증 번역 비교 요약 추천 예측`,
  ],
  ['generate', '生成 绘制 生成する 생성 그리'],
  ['ask', '对话 聊天 提问 질문 会話 対話'],
  ['download', '下载 下載 ダウンロード 다운로드'],
  [
    'create',
    `创建 新建 添加 新增 增加 建立 插入 提交 复制 初始化 追加 作成 新規 登録 挿入 추가 만들 등록 작성 삽입 복사 초기화`,
  ],
  [
    'update',
    `更新 修改 设置 编辑 变更 改变 移动 重命名 替换 启用 禁用 切换 分配 合并 配置 恢复 管理 設定 変更 編集 移動 名前を変更 有効 無効 수정 변경 설정 편집 업데이트 이동 활성화 비활성화 관리`,
  ],
  ['light', '标记 收藏 点赞 关注 置顶 标签 いいね お気に入り ブックマーク 즐겨찾기 좋아요 팔로우'],
  ['save', '保存 写入 备份 存储 书き込 書き込 保存します 저장 백업 쓰기'],
  ['upload', '上传 上傳 アップロード 업로드'],
  [
    'send',
    '群发 配信 发送 回复 评论 发布 发表 通知 推送 转发 发帖 邮件发送 送信 返信 投稿 通知を 公開 전송 보내 보냅 발송 답장 게시 알림을',
  ],
  ['run', '执行 运行 调用 触发 实行 実行 起動コマンド 呼び出 실행 호출'],
  [
    'control',
    '启动 停止 重启 关闭 暂停 终止 部署 连接 安装 断开 起動 停止 再起動 終了 接続 インストール 시작 중지 정지 재시작 종료 연결 설치 배포',
  ],
  ['ui', '点击 滚动 按下 拖动 悬停 输入文本 导航 滑动 双击 クリック スクロール 入力する タップ 클릭 스크롤 입력합'],
  [
    'delete',
    '释放 删除 移除 清空 清除 清理 重置 卸载 刪除 移除 销毁 削除 消去 リセット クリア 破棄 アンインストール 삭제 제거 지우 비우',
  ],
  ['revoke', '撤销 吊销 拉黑 踢出 封禁 拒绝 登出 取り消 拒否 ログアウト 취소 거부 차단 로그아웃'],
  [
    'grant',
    '授权 登录 认证 邀请 分享 共享 审批 批准 ログイン 認証 招待 共有 承認 許可 로그인 인증 초대 공유 승인 권한',
  ],
  [
    'pay',
    '支付 付款 转账 购买 下单 买入 卖出 退款 充值 提现 交易 支払 送金 購入 注文 売却 買い 返金 결제 송금 구매 매수 매도 주문 환불 이체',
  ],
];

/** Nouns of the same languages. */
export const unspacedNouns: readonly (readonly [Domain, string])[] = [
  ['code', '代码 脚本 命令 终端 コード スクリプト コマンド 코드 스크립트 명령'],
  ['shell', '命令 终端 shell コマンド 명령'],
  ['sql', 'SQL 语句 クエリ 쿼리'],
  ['message', '消息 邮件 短信 通知 评论 メッセージ メール コメント 메시지 메일 이메일 댓글 알림'],
  ['email', '邮件 メール 메일'],
  ['user', '用户 成员 账号 权限 角色 ユーザー メンバー 権限 사용자 회원 권한 계정'],
  ['secret', '密钥 密码 凭证 令牌 パスワード トークン 키를 비밀번호 토큰'],
  ['money', '资金 付款 支付 余额 支払 金額 결제 금액'],
  ['browser', '页面 浏览器 网页 元素 ページ ブラウザ 要素 페이지 브라우저 요소'],
  ['file', '文件 目录 文件夹 ファイル フォルダ 파일 폴더'],
  ['database', '数据库 数据表 集合 データベース テーブル 데이터베이스 테이블'],
  ['job', '任务 流程 流水线 工作流 ジョブ ワークフロー 작업 워크플로'],
  ['private', '邮件 联系人 会议 日历 客户 聊天记录 メール 連絡先 カレンダー 메일 연락처 캘린더 고객'],
];

/**
 * Stems of verbs of Spanish, Portuguese, French, German and Russian. A word that begins with one is that verb; a stem
 * that ends in `$` is the whole word.
 */
export const spacedVerbs: readonly (readonly [Act, string])[] = [
  [
    'look',
    `obten obtien obtém obtem busca buscar consult lista$ listar listez lister liste$ recuper récup recherch recher
    trouve trouver affich zeig suche suchen ruft$ abruf holt$ liest lesen lis$ lire leer lee$ lê$ ler$ muestra mostrar
    mostra exibe retorna devuelve renvo retourn gibt$ получ найти найд поиск искать ищет показ вывод список прочит
    чита возвращ провер verific vérif prüf überprüf ver$ mostrar encontra encuentra pesquis getir göster listele ara$ ottien cerca$ elenca restituisce`,
  ],
  [
    'compute',
    `calcul calcula berechn вычисл рассчит conver konvert преобраз analis analy анализ valida traduc traduz übersetz перевод hesapla calcola compar сравн extra`,
  ],
  ['generate', `genera gener gerar erzeug generier сгенерир генерир oluştur`],
  ['download', `descarg baixa baixar télécharg herunterlad скача загрузить$`],
  [
    'create',
    `crea crear cria$ criar crée créer crée$ erstell anleg hinzuf añad agrega agregar adicion ajout insert insér созда добав inser registr регистр cadastr ekle`,
  ],
  [
    'update',
    `actualiz atualiz affecter$ affecte$ attribu mettre modifi modific cambia cambiar altera$ alterar mudar change$ changer aktualis änder bearbeit setz обнов измен установ редакт назнач configur konfigur настро renomm renomear renombr umbenenn переимен verschieb mover move$ déplac перемест güncelle aggiorn activar desactivar habilita ativar desativar включ выключ abschalt ausschalt einschalt aktivier deaktivier`,
  ],
  ['light', `marca$ marcar marque$ markier отмет`],
  ['save', `guarda guardar salva$ salvar enregistr speicher сохран запис escreve escribe écri schreib kaydet`],
  ['upload', `subir$ sube$ envoie_fichier hochlad téléverse`],
  [
    'send',
    `envia$ enviar envía envie envoi envoy send$ sende$ sendet senden verschick отправ послат посыла publica publier publie$ veröffentlich опублик публик responde responder répond antwort ответ notifica notifi benachricht уведом gönder invia coment kommentier комментир`,
  ],
  [
    'run',
    `ejecut execut exécut ausführ führt$ führe$ выполн запуск запуст çalıştır esegu invoca lancer$ lance$ lanza$ lanzar$ déclench ausfuehr`,
  ],
  [
    'control',
    `inicia$ iniciar démarr starte$ startet starten стартов detén detener parar para$ pare$ arrêt stopp beend останов reinici redémarr neustart перезапус desplieg implant déploi bereitstell развер instal conect verbind подключ başlat durdur cancel annul abbrech отмен fahre$ fahren$ fährt$ bewege$ bewegt$`,
  ],
  ['ui', `clic clique klick нажм naveg`],
  [
    'delete',
    `elimin borra borrar suprim supprim exclui excluir apaga$ apagar remove$ remover remueve quita quitar retir lösch entfern удал очист стер сброс vacía vaciar esvazi leeren$ leert$ limpa limpiar limpia vider efface sil$ siler cancella rimuov reset reinicializ`,
  ],
  ['revoke', `revoca revocar révoqu revog widerruf отозва заблок bloque bloqu sperr`],
  [
    'grant',
    `autoriz autentic autentiq authentif anmeld invita convida invite inviter einlad пригла compart partag teil$ teilen поделит предостав concede conced accord erteil авторизу входит`,
  ],
  [
    'pay',
    `paga$ pagar paie payer bezahl zahl оплат плат compra$ comprar acheter achète kauf куп покуп vende$ vender vendre verkauf прода transfier transferir transfer transfér überweis перевест перечисл reembols rembours erstatt возмест virement ueberweis pix$`,
  ],
];

/** Stems of nouns of the same languages. */
export const spacedNouns: readonly (readonly [Domain, string])[] = [
  ['code', `código codigo code$ comando befehl commande skript команд код$ кода скрипт`],
  ['shell', `comando commande befehl команд terminal`],
  ['message', `mensaj mensag nachricht correo courriel e-mail сообщ письм почт`],
  ['email', `correo courriel e-mail почт письм`],
  ['user', `usuario usuário utilisat benutzer nutzer пользоват permis permiss berechtig rolle$ роль роли`],
  ['secret', `contraseña senha passwort пароль ключ clave$ chave$ schlüssel clé$ jeton токен`],
  ['money', `pago pagament paiement zahlung платеж платёж dinero dinheiro argent geld деньги средств`],
  ['bill', `factura fatura facture rechnung счет счёт`],
  ['file', `archivo arquivo fichier datei файл carpeta pasta dossier ordner папк`],
  ['database', `base tabla tabela tabelle таблиц баз`],
  ['browser', `página pagina seite страниц navegador navigateur браузер`],
  ['private', `cliente client contacto contato kontakt клиент контакт`],
];
