import type { NounDomain } from './nouns.lexicon.ts';
import type { Act } from './verbs.lexicon.ts';

/**
 * Verbs of Chinese, Japanese and Korean, which write no spaces: looked for anywhere in a sentence, the longest first.
 */
export const unspacedVerbs: readonly (readonly [Act, string])[] = [
  [
    'look',
    `获取 取得 查询 查看 查找 搜索 检索 列出 读取 返回 显示 浏览 统计 监控 查詢 獲取 搜尋 列表 详情 信息 抓取 下载列表 查余票
    预览 订阅列表 追踪 跟踪 探索 汇总 導出 导出 読取 検索 取得 一覧 表示 読み取 読み込 調べ 参照 閲覧 返します 取得する 照会 追跡
    조회 검색 가져오 가져옵 목록 읽기 읽어 반환 보기 표시 찾기 찾아 열람 추적 내역 현황 调取 拉取 查阅 翻阅 查明 观察 监测 盘点 查账 溯源 見る 見つけ 探す 抽出 監視 読む 確かめ 살펴 모니터링 탐색 조사`,
  ],
  [
    'check',
    `检查 校验 验证 核对 检测 比较 确认状态 確認 検証 照合 比較 확인 검증 점검 비교 検査 核验 比对 测试 校对 核查 核实 点検 判定 検算 검사 대조 테스트`,
  ],
  [
    'compute',
    `计算 转换 解析 分析 翻译 提取 识别 预测 总结 摘要 推荐 格式化 计数 测算 評価 评估 估算 変換 計算 解析 分析 翻訳 要約 推定
    추출 계산 변환 분석 번역 요약 추천 예측 추정 换算 推算 归纳 对比 诊断 求解 計測 診断 算出 換算 환산 산출 진단 판독`,
  ],
  ['generate', '生成 绘制 作图 画图 描画 生成する 생성 그리'],
  ['ask', '对话 聊天 提问 질문 会話 対話 問い合わせ'],
  ['download', `下载 下載 ダウンロード 다운로드 내려받기`],
  ['disclose', '解密 显示密码 復号 開示 복호화'],
  [
    'create',
    `创建 新建 添加 新增 增加 建立 插入 复制 初始化 追加 录入 创立 作成 新規 挿入 立てる 起票 추가 만들 작성 삽입 복사 초기화
    생성하기 개설 制作 撰写 起草 增设 开设 拟定 搭建 新設 追記 組み立て 신설 등재 제작 구축`,
  ],
  [
    'update',
    `更新 修改 设置 编辑 变更 改变 移动 重命名 切换 分配 配置 管理 调整 同步 指派 关闭工单 設定 変更 編集 移動 名前を変更
    割り当て 調整 同期 수정 변경 설정 편집 업데이트 이동 관리 배정 조정 동기화 调配 修正 改写 归档 排序 延期 变动 修订 完善 补充 更改 转派 关单 改訂 並べ替え 更改 訂正 仕分け 締め切 差し替え 完了 변동 정정 개정 연기 보류 마감`,
  ],
  ['overwrite', '覆盖 替换 上書き 置換 置き換え 덮어쓰기 교체'],
  ['restore', '恢复 还原 回滚 復元 ロールバック 巻き戻 복원 복구 롤백'],
  ['merge', '合并 合併 統合 マージ 병합'],
  ['light', '标记 收藏 点赞 关注 置顶 标签 いいね お気に入り ブックマーク フォロー 즐겨찾기 좋아요 팔로우 표시하기'],
  ['save', '保存 写入 备份 存储 书き込 書き込 保存します バックアップ 저장 백업 쓰기'],
  ['upload', `上传 上傳 アップロード 업로드 上載 올리기`],
  [
    'send',
    `群发 配信 发送 回复 评论 发表 通知 推送 转发 发帖 邮件发送 寄送 催缴 送信 返信 投稿 通知を お知らせ 連絡 転送する 一斉送信
    전송 보내 보냅 발송 답장 게시 알림을 공지 안내 회신 통보 글쓰기 등록글 发出 投递 提醒 告知 通报 催办 留言 回信 传达 广播 推文 催收 伝える 催促 督促 配布 返答 전달 독촉 회답 재촉`,
  ],
  ['publish', `发布 上线 公开 公開 リリース 출시 공개 배포하기 발행 上架 刊登 掲載 出品 発表 게재 공표 발표`],
  ['call', `拨打 打电话 呼叫 電話をかけ 架電 発信 전화 致电 外呼 架ける 통화`],
  ['invite', '邀请 招待 초대'],
  [
    'run',
    `执行 运行 调用函数 调用工具 调用合约 触发 実行 实行 起動コマンド トリガー 실행 수행 编译 唤起 派发 调度 走らせ 実施 コンパイル 돌리기 컴파일`,
  ],
  [
    'control',
    `启动 停止 重启 关闭 暂停 终止 部署 安装 关机 开机 扩容 缩容 起動 停止 再起動 終了 インストール 開始 一時停止 デプロイ
    시작 중지 정지 재시작 종료 설치 배포 일시중지 기동 재부팅 开启 关停 熔断 上电 断电 唤醒 休眠 止める 立ち上げる 稼働 休止 켜기 끄기 가동 재개 멈춤 멈추`,
  ],
  ['connect', '连接 断开 接続 切断 연결 접속'],
  ['probe', '扫描 探测 スキャン 스캔 탐지'],
  ['ui', '点击 滚动 按下 拖动 悬停 输入文本 导航到 滑动 双击 クリック スクロール 入力する タップ 클릭 스크롤 입력합'],
  ['drive', '起飞 降落 转动 离陆 離陸 着陸 走行 이륙 착륙 구동'],
  [
    'delete',
    `释放 删除 移除 清空 清除 清理 卸载 刪除 销毁 作废 注销 丢弃 削除 消去 クリア 破棄 アンインストール 除去 廃棄 解約 삭제 제거 지우
    비우 폐기 말소 해지 抹掉 铲除 剔除 下架 剥离 擦除 废弃 撤除 取り除 抹消 処分 撤去 없애 제외 파기 소거 철거`,
  ],
  ['erase', '抹除 格式化磁盘 完全消去 初期化する 완전삭제 포맷'],
  ['reset', '重置 リセット 초기화하기 재설정'],
  ['cancel', `取消 撤回 キャンセル 取り消 取消し 취소 철회 作罢 退订 撤单 中止 取りやめ 打ち切 파혼 해약`],
  [
    'revoke',
    `撤销 吊销 拉黑 踢出 失效 失効 取り上げ 剥奪 強制退会 회수 박탈 추방 폐지 강퇴 강제탈퇴 撤职 封号 踢人 收回 除名 追放 제명 퇴출`,
  ],
  [
    'suspend',
    `封禁 解錠 施錠 잠금해제 禁用 启用 冻结 锁定 解锁 停用 激活 有効 無効 凍結 ロック 解除 차단 잠금 활성화 비활성화 동결 해제 拦截 屏蔽 隔离 停权 挂失 封锁 遮断 封鎖 隔離 격리 봉쇄 금지`,
  ],
  [
    'grant',
    `登出 ログアウト 로그아웃 授权 登录 认证 分享 共享 授予 ログイン 認証 共有 許可 付与 로그인 인증 공유 권한부여 부여 허용 放行 签署 签名 赋权 登入 署名 서명 위임`,
  ],
  ['rotate', `轮换 更换密钥 ローテーション 교체키 갱신키 轮转 키교체`],
  ['enrol', '注册 登记 报名 订阅 登録 申込 登録する 購読 등록 가입 구독'],
  [
    'decide',
    `审批 批准 拒绝 同意 驳回 承認 拒否 却下 決裁 승인 거부 반려 결재 核准 审核 否决 裁定 確定 差戻 기각 수락 확정 인가`,
  ],
  ['issue', '签发 发放 颁发 発行 交付 발급 발행하기'],
  ['submit', `提交 申报 上报 提出 申告 제출 신고 신청 递交 报送 呈报 差し出 届け出 접수`],
  ['book', `预订 预约 预定 予約 예약 预留 订座 挂号 手配 배차`],
  [
    'buy',
    `下单 购买 买入 订购 续费 充值 購入 注文 買い 発注 買付 구매 주문 매수 충전 采购 抢购 认购 買う 仕入 チャージ 구입`,
  ],
  [
    'pay',
    `支付 付款 转账 退款 提现 结算 打款 缴费 汇款 代付 报销 支払 送金 返金 決済 払戻 振込 出金 入金 納付 精算 결제 송금 환불 이체 납부
    출금 입금 정산 지급 扣款 划转 垫付 放款 还款 打赏 发红包 收款 分账 冲正 払う 払い戻 立て替え 引き落とし 상환 기부`,
  ],
  ['trade', `卖出 交易 质押 兑换 抛售 売却 売付 両替 매도 거래 환전 스왑 平仓 开仓 做空 变现 出售 売る 空売り 청산`],
  ['transfer', '转让 移交 过户 譲渡 移管 양도 이관'],
  ['assume', `冒充 なりすま 成り代わ 사칭`],
];

/** Nouns of the same languages. */
export const unspacedNouns: readonly (readonly [NounDomain, string])[] = [
  ['secret', '密钥 密码 凭证 令牌 口令 验证码 证书 パスワード トークン 鍵 証明書 키를 비밀번호 토큰 인증서 암호'],
  [
    'security',
    '权限 角色 管理员 防火墙 白名单 黑名单 策略 権限 アクセス権 访问权 ロール 管理者 ファイアウォール 권한 관리자 방화벽 역할 정책',
  ],
  ['user', '用户 成员 账号 账户 ユーザー メンバー アカウント 사용자 회원 계정 멤버'],
  ['code', '代码 脚本 命令 终端 コード スクリプト コマンド 코드 스크립트 명령'],
  ['sql', 'SQL 语句 クエリ 쿼리'],
  [
    'message',
    '消息 邮件 短信 通知 评论 公众号 公告 来信 メッセージ メール コメント 連絡 메시지 메일 이메일 댓글 알림 문자',
  ],
  ['public', '帖子 微博 动态 视频号 投稿記事 ツイート 게시물 포스트'],
  ['money', '退款 转账 汇款 资金 付款 支付 余额 工资 款项 支払 金額 給与 代金 결제 금액 급여 대금'],
  ['bill', '发票 订单 账单 机票 酒店 车票 請求書 注文 航空券 ホテル 送り状 청구서 주문 항공권 호텔'],
  ['market', '股票 持仓 期货 株 建玉 先物 주식 포지션 선물'],
  ['browser', '页面 浏览器 网页 元素 ブラウザ 要素 브라우저 요소'],
  ['job', '流程 流水线 工作流 构建 作业 ジョブ ワークフロー バッチ ビルド 워크플로 빌드 배치'],
  ['host', '服务器 实例 容器 虚拟机 主机 サーバ コンテナ インスタンス 仮想マシン 서버 컨테이너 인스턴스 가상머신'],
  [
    'infra',
    '数据库 数据表 集合 存储桶 项目 仓库 データベース テーブル バケット プロジェクト 데이터베이스 테이블 프로젝트 버킷',
  ],
  ['backup', '备份 快照 バックアップ スナップショット 백업 스냅샷'],
  ['actuator', '阀门 电机 无人机 机器人 机械臂 バルブ モーター ドローン ロボット 밸브 모터 드론 로봇'],
  ['barrier', '门锁 大门 车门 ドア 鍵穴 玄関 도어 현관 출입문'],
  ['thread', '工单 任务 问题 缺陷 課題 タスク チケット 작업 이슈 티켓 과제'],
  ['contact', '联系人 客户 病人 患者 员工 顧客 社員 連絡先 고객 환자 직원 연락처'],
  ['paper', '文件 目录 文件夹 文档 页面 表格 ファイル フォルダ 文書 ページ 파일 폴더 문서 페이지'],
  ['record', '记录 条目 库存 商品 预订 预约 レコード 在庫 商品 予約 레코드 재고 상품 예약'],
  ['private', '联系人 会议 日历 客户 聊天记录 病历 カレンダー カルテ 캘린더 진료'],
];

/**
 * Stems of verbs of Spanish, Portuguese, French, German and Russian, and of Russian, Chinese, Japanese and Korean as they
 * are written with Latin letters. A word that begins with one is that verb; a stem that ends in `$` is the whole word.
 */
export const spacedVerbs: readonly (readonly [Act, string])[] = [
  [
    'look',
    `obten obtien obtém obtem busca buscar consult lista$ listar listez lister liste$ recuper récup recherch recher
    trouve trouver affich zeig suche suchen ruft$ abruf abfrag holt$ liest lesen lis$ lire leer lee$ lê$ ler$
    muestra mostrar mostra exibe retorna devuelve renvo retourn gibt$ anzeig einseh auflist nachschlag получ
    найти найд поиск искать ищет показ вывод список прочит чита возвращ посмотр просмотр отследит ver$ visualiz
    encontra encuentra pesquis rastrea rastrear suivre$ verfolg getir göster listele ara$ ottien cerca$ elenca
    restituisce otsled poluchit naiti nayti spisok pokaza prosmotr chaxun$ huoqu$ sousuo$ chakan$ kensaku$
    shutoku$ ichiran$ sansho$ etsuran$ johoe$ johoi$ geomsaek$ mokrok$ localiza inspeccion inspecion detectar detecter$ enumerar explorar observar averigu ojear espiar acompanh surveil repér chercher voir$ sehen$ nachseh ermittel durchsuch finden$ auslesen auslese$ beobacht überwach ueberwach einlesen nachles увид узна$ узнать отобраз следит наблюд выгруз`,
  ],
  [
    'check',
    `verifi vérif prüf pruef überprüf провер comprob compar сравн vergleich contrôl valida proverit kakunin$ hwagin$ jiancha$ revisa cotej contrasta conferi testar$ kontrollier testen$ validier сверит протестир сопостав`,
  ],
  [
    'compute',
    `somar$ sumar$ restar$ subtrair$ multiplicar$ dividir$ addiere$ somma$ calcul calcula berechn вычисл рассчит conver konvert umrechn преобраз analis analy анализ traduc traduz
    übersetz перевод$ hesapla calcola extra rechne$ schätz estim оцен keisan$ jisuan$ fanyi$ honyaku$ resumir résumer zusammenfass суммир проанализ`,
  ],
  ['generate', `genera gener gerar erzeug generier сгенерир генерир oluştur shengcheng$ seisei$ sgenerir`],
  ['download', `descarg baixa baixar télécharg herunterlad скача загрузить$ skacha xiazai$ bajar$`],
  ['disclose', `desvel revelar révél dévoil enthüll offenleg раскры расшифр descifr déchiffr entschlüssel decifr`],
  [
    'create',
    `prend$ prendre$ crea crear cria$ criar crée créer creer$ crée$ erstell anleg hinzuf añad agrega agregar adicion ajout insert
    insér созда добав ekle anadir$ ouvrir$ abrir$ öffne$ eintrag einfüg копир copi kopier duplic sozdat dobav
    chuangjian$ tianjia$ xinjian$ sakusei$ tsuika$ saengseong$ chuga$ neu$ nuevo$ novo$ nouveau$ redactar redigir rédig construir construire bâtir inserir incluir aufnehm eröffn eroeffn bauen$ baue$ verfass встав завест постро оформ написа`,
  ],
  [
    'update',
    `einstell concili rapproch abgleich actualiz atualiz affecter$ affecte$ attribu mettre modifi modific cambia cambiar altera$ alterar mudar change$
    changer aktualis änder aender bearbeit setz обнов измен установ редакт configur konfigur настро renomm
    renomear renombr umbenenn переимен verschieb mover move$ déplac deplac перемест перенес güncelle aggiorn
    asigna asignar atribu zuweis zuordn ajust anpass corrig korrig ergänz completar complét reprogram reagend
    remarc festschreib назнач naznach obnov izmen nastro perenes gengxin$ xiugai$ shezhi$ koushin$ kousin$ henkou$ settei$ idou$ sujeong$
    byeongyeong$ seoljeong$ editar edita$ éditer ordenar aplaza cerrar$ cierra$ concluir adiar$ fechar$ encerr reabr clôtur cloturer fermer$ ferme$ rouvrir schließ schliess abschließ abschliess erledig vertag archivier archivar закры заверш отлож архивир`,
  ],
  ['overwrite', `sobrescrib sobrescrev reemplaz substitu remplac ersetz überschreib замен перезапис`],
  ['restore', `restaur restaurar wiederherst zurücksetz восстанов откат rétabl fukugen$ huifu$ bokwon$ vosstanov`],
  ['merge', `zusammenfuehr fusion combinar mescla verschmelz zusammenführ объедин слия hebing$ byeonghap$`],
  ['light', `marca$ marcar marque$ markier отмет seguir$ abonne$ suscrib favorit otmet`],
  [
    'save',
    `guarda guardar salva$ salvar enregistr speicher сохран запис escreve escribe écri schreib kaydet respald
    sicher$ sohran zapis baocun$ hozon$ jeojang$`,
  ],
  ['upload', `subir$ sube$ hochlad téléverse telechargevers загрузи shangchuan$ aploud$ carregar cargar$`],
  [
    'send',
    `envia$ enviar envía envie envoi envoy send$ sende$ sendet senden verschick versend отправ послат посыла
    responde responder répond repond antwort beantwort ответ notifica notifi benachricht уведом извест gönder
    invia coment comment kommentier комментир avisa avisar avise mitteil melde$ melden$ diffus расс reenvi reencaminh
    weiterleit перешл postar$ écrireà mandar otprav soobsh uvedom rassyl fasong$ qunfa$ tongzhi$ fabiao$
    soushin$ sousin$ henshin$ toukou$ tsuuchi$ oshirase$ jeonsong$ balsong$ bonaegi$ alrim$ allim$ remitir difund contesta recordar encaminh lembrar avertir prévenir relancer relance$ schick informier mahnen$ mahne$ erinner übermittel uebermittel сообщ пересла напомн оповест разосла`,
  ],
  [
    'publish',
    `publica$ publicar publicação$ publier publie$ veröffentlich veroeffentlich опублик публик divulg fabu$ koukai$ gongge$
    opublik publizier`,
  ],
  [
    'call',
    `llama$ llamar ligar$ appeler$ appelle$ anruf звон позвон ruf$ pozvon dianhua$ telefonear telefonar téléphon telefonier набрат`,
  ],
  ['invite', `invita convida invite$ inviter einlad приглас priglas yaoqing$ shoutai$ chodae$`],
  [
    'run',
    `ejecut execut exécut ausführ ausfuehr führt$ führe$ выполн запуск запуст çalıştır esegu invoca lancer$ lance$
    lanza$ lanzar$ lança déclench declench auslös dispara disparar correr$ rodar$ zapusti zapusk vypoln
    zhixing$ yunxing$ jikkou$ jikko$ silhaeng$ compilar invoqu kompilier вызва скомпилир`,
  ],
  [
    'control',
    `inicia$ iniciar démarr demarr starte$ startet starten стартов detén detener parar para$ pare$ arrêt arret
    stopp beend останов reinici redémarr redemarr neustart перезапус desplieg implant déploi bereitstell развер
    instal başlat durdur pausa pausar anhalt encender desligar hochfahr herunterfahr suspendre приостан ostanov
    perezap razvern qidong$ tingzhi$ chongqi$ bushu$ kidou$ teishi$ saikidou$ sijak$ jeongji$ jaesijak$ arrancar desplega reanuda retomar éteind allum déployer ausschalt einschalt ausroll fortsetz перезагруз выключ`,
  ],
  ['connect', `conect verbind подключ connecter$ connexion$ trenn podkluch lianjie$ setsuzoku$ yeongyeol$`],
  ['ui', `clic clique klick нажм naveg`],
  ['drive', `fahren$ fahre$ fährt$ bewege$ bewegt$ despeg aterriz décoll atterr взлет посад drehe$ tournermoteur`],
  [
    'delete',
    `elimin borra borrar suprim supprim exclui excluir apaga$ apagar remove$ remover remueve quita quitar retir
    lösch loesch entfern удал очист стер vacía vaciar esvazi leeren$ leert$ leere$ limpa limpiar limpia vider
    efface sil$ siler cancella rimuov descart verwirf détrui detrui destru vernicht уничтож списат udal ochist
    steret shanchu$ qingkong$ sakujo$ shoukyo$ sakje$ bunseo$ jegeo$ desinstal deinstall deletar enlev nettoy désinstall bereinig убрат`,
  ],
  ['erase', `formate$ formatear formater formatier отформат borradototal`],
  [
    'reset',
    `reset reinicializ restablec redefin réinitialis reinitialis zurücksetzen zuruecksetz сброс sbros risetto$`,
  ],
  [
    'cancel',
    `kündig kuendig resilia cancel annul abbrech storn stornier отмен anular anule$ rückgängig otmen quxiao$ kyanseru$ torikeshi$ chwiso$ desmarca absagen absage$ аннулир расторг`,
  ],
  [
    'revoke',
    `revoca revocar révoqu revoqu revog widerruf отозв отзыв entzieh desautoriz expuls bann$ исключ otozv chexiao$ expirar banir$ bannir$ verbann ausschließ ausschliess забан выгна`,
  ],
  [
    'suspend',
    `bloque bloqu sperr заблок разблок activar ativar activer habilita desactiv desativ désactiv desactiver
    deaktiv aktivier freischalt abschalt включ отключ congel gel$ geler$ einfrier замороз desbloq débloqu
    entsperr zablok razblok vklyuch otklyuch jinyong$ dongjie$ jiesuo$ yuukou$ mukou$ chadan$ hwalseonghwa$
    verriegel entriegel verrouill déverrouill suspender$ suspende$ deshabilit desabilit aussetz деактивир активир запрет`,
  ],
  [
    'grant',
    `autoriz autentic autentiq authentif anmeld compart partag teil$ teilen поделит предостав concede conced accord
    erteil авторизу входит freigeb razresh predostav otorga otorgar gewähr berechtige$ shouquan$ denglu$
    ninshou$ kyouyuu$ gwonhan$ назнач naznach permitir firmar$ assinar$ outorg octroy autoris permettre erlaub berechtig unterschreib unterzeichn разреш авториз`,
  ],
  ['rotate', `rotar$ rotacion erneuer rotier ротац`],
  [
    'enrol',
    `regist cadastr inscri einschreib зарегистр регистр matricul abonnier подпис registrier zaregistr zhuce$
    touroku$ deungnok$ kanyu$`,
  ],
  [
    'decide',
    `aprob aprova aprovar approuv genehmig одобр утверд отклон rechaz rejet ablehn recus odobr utverd pizhun$
    shounin$ seungin$ aceptar aceitar confirmar confirmer$ confirma$ refuser$ accepter$ annehm bestätig bestaetig принят подтверд rejeit`,
  ],
  ['issue', `emitir$ emite$ émettre emettre ausstell выстав выдат выпуст vydat qianfa$ hakkou$ hakko$ balgeup$`],
  [
    'submit',
    `present presentar soumett einreich подат сдат submet entreg eingeb podat tijiao$ teishutsu$ jechul$ singo$
    declar déclar protocolar abgeben$ представ`,
  ],
  [
    'book',
    `reserv réserv buchen$ buche$ забронир бронир agend programar bronir yuding$ yuyue$ yoyaku$ yeyak$ vereinbar`,
  ],
  [
    'buy',
    `compra$ comprar acheter$ achète achete kauf bestell куп покуп заказ comand encomend pedir$ renov kupit zakaz
    goumai$ xiadan$ kounyuu$ chuumon$ gumae$ jumun$ maesu$ encargar adquir recargar recarreg acquér erwerb auflad приобре`,
  ],
  [
    'pay',
    `paga$ pagar paie$ payer$ paye$ bezahl zahl оплат плат reembols rembours erstatt возмест virement ueberweis
    überweis pix$ abon$ cobrar$ cobra$ devolver$ devoluc factur facturer fakturier перевест перечисл пополн внест auszahl anweis
    verser$ depositar sacar$ liquidar oplat perevod perevest platezh zhifu$ zhuanzhang$ tuikuan$ fukuan$
    shiharai$ soukin$ henkin$ gyeolje$ songgeum$ hwanbul$ iche$ ingresar$ donar$ girar$ doar$ estorn régler$ virer$ encaiss einzahl abheb abbuch begleich spenden$ spende$ заплат выплат`,
  ],
  [
    'trade',
    `vende$ vender vendre$ verkauf прода apostar$ apuesta prodat maichu$ baikyaku$ maedo$ intercambi trocar$ échang tauschen$ tausche$ обменя`,
  ],
  ['transfer', `transfier transferir transfer transfér übertrag передат peredat cession$ ceder$ zhuanrang$ jouto$`],
  ['assume', `suplant personific usurp`],
];

/** Nouns of the same languages. */
export const spacedNouns: readonly (readonly [NounDomain, string])[] = [
  [
    'secret',
    `contraseñ contrasen senha passwort kennwort пароль пароля ключ clave$ chave$ schlüssel schluessel clé$ jeton
    токен motdepasse parol$ mima$ angou$ zertifikat certificad сертификат`,
  ],
  [
    'security',
    `permis permiss berechtig rolle$ роль роли rol$ papel$ rôle пермис права$ доступ acceso$ acesso$ accès$ acces$
    zugang cortafuegos firewall perfil$ prav$ dostup quanxian$ kengen$ faktor$`,
  ],
  [
    'user',
    `usuario usuário utilisat benutzer nutzer пользоват miembro membro membre mitglied участник polzovat yonghu$
    yuuzaa$ konto$ cuenta$ conta$ compte$ аккаунт`,
  ],
  [
    'code',
    `código codigo code$ comando commande$ befehl skript команд код$ кода скрипт mingling$ jiaoben$ sukuriputo$`,
  ],
  ['sql', `abfrage$ запрос$`],
  [
    'message',
    `mensaj mensag nachricht correo courriel e-mail сообщ письм почт aviso$ llamada$ rundschreib comunicad soobshch
    pismo$ youjian$ xiaoxi$ meeru$ messeeji$ mesiji$ канал canal$ уведомл notificaci`,
  ],
  ['public', `publicaci beitrag пост$ entrada$`],
  [
    'money',
    `cobran pago pagament paiement zahlung платеж платёж dinero dinheiro argent geld деньги средств virement überweis
    ueberweis gehalt nómin nomin$ salari зарплат перевод remboursement betrag dengi$ platezh$ gongzi$`,
  ],
  [
    'bill',
    `factura$ facturas fatura facture rechnung счет счёт счёта pedido$ bestellung заказ billet$ billets$ billete$ vuelo$ vol$ voo$
    flug рейс билет hotel отел steuer impuesto imposto impôt налог schet$ bilet$`,
  ],
  ['market', `acciones ações aktien акци posición posição позици`],
  ['job', `lauf$ сборк sbork proceso$ processo$ ablauf$ flujo$ fluxo$ pipeline tâche$ tache$ flux$ auftrag$`],
  [
    'host',
    `servidor serveur server сервер servidor maquina máquina machine$ rechner машин контейнер contenedor conteneur
    instanci servera$`,
  ],
  [
    'infra',
    `base$ tabla tabela tabelle table$ таблиц баз proyecto projeto projet projekt проект repositori хранилищ baza$
    tablits shujuku$`,
  ],
  ['backup', `respaldo sauvegarde sicherung резерв бэкап`],
  [
    'actuator',
    `válvula valvula vanne ventil клапан motor$ moteur двигател dron$ drohne дрон roboter robot achse klapan$`,
  ],
  ['barrier', `puerta$ porta$ porte$ tür$ tuer$ tor$ двер ворот dver$`],
  ['device', `luz$ luces lampe licht lumière свет`],
  ['thread', `tarea tarefa aufgabe задач incidencia chamado vorgang ticket заявк vorfall zadach$`],
  [
    'contact',
    `cliente client contacto contato kontakt клиент контакт paciente patient пациент empleado empregado funcionár
    employé mitarbeiter сотрудник klient$ kunde$ kunden$`,
  ],
  ['gathering', `reunión reunião réunion besprechung встреч`],
  [
    'paper',
    `archivo arquivo fichier datei файл carpeta pasta$ dossier ordner папк documento document dokument документ
    página pagina seite страниц wenjian$ fail$ papelera corbeille lixeira papierkorb корзин`,
  ],
  ['work', `imagen imagem bild изображ vídeo`],
  [
    'record',
    `registro$ enregistrement$ eintrag запис producto produto produit produkt товар artikel termin$ cita$ bestand reserva$ reservas$ réservation reservierung бронь`,
  ],
  ['private', `cliente client contacto contato kontakt клиент контакт befund`],
];
