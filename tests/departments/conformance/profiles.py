"""The profiles the suite is run with, as an operator would write them."""

CONTRACT = """
departments:
  - system: {system}
    name: {{vi: Hệ thống chuyên ngành, en: the department's system}}
    base_url: {address}/{system}
    private: true
    secret_env: SYSTEM_SECRET
    timeout: {{connect: PT20S, read: PT30S, total: {total}}}
    poll: {{path: "/requests/{{key}}"}}
    withdraw: {{path: "/requests/{{key}}"}}
{auth}
"""

API_KEY = """
    auth: {kind: api_key, header: X-Ma-Truy-Cap, secret_env: SYSTEM_API_KEY}
"""

MTLS = """
    ca_file: {ca}
    auth: {{kind: mtls, certificate_file: {certificate}, key_file: {key}}}
"""

DIALECT = """
departments:
  - system: {system}
    name: {{vi: Hệ thống nói tiếng riêng, en: the system with a dialect of its own}}
    base_url: {address}/{system}
    private: true
    auth: {{kind: oauth2, token_url: "{address}/{system}/oauth2/token", client_id: mot-cua, secret_env: CLIENT_SECRET}}
    secret_env: SYSTEM_SECRET
    sign: false
    timeout: {{connect: PT20S, read: PT30S, total: {total}}}
    ask: {{path: /ho-so}}
    poll: {{path: "/ho-so/{{key}}"}}
    withdraw: {{path: "/ho-so/{{key}}"}}
    mapping:
      request:
        maYeuCau: request.key
        soHoSo: request.dossier
        maThuTuc: request.procedure
        buoc: request.step
        lan: request.visit
        maDonVi: request.agency
        loaiYeuCau: 'request.asks == "opinion" ? "XIN_Y_KIEN" : "XU_LY"'
        noiDung: request.subject
        hanTraLoi: request.reply_by
        diaChiTraLai: request.callback_url
      answer:
        key: body.maYeuCau
        reference: body.soThamChieu
        cases:
          - {{when: body.maKetQua == "99", means: not_now}}
          - {{when: body.maKetQua == "98", means: not_now, scope: request}}
          - {{when: body.maKetQua == "22", means: wrong}}
          - {{when: body.maKetQua == "44", means: unknown}}
          - when: body.maKetQua == "00" && body.trangThai == "HOAN_THANH"
            means: done
            content: body.ketQua
          - when: body.maKetQua == "00" && body.trangThai == "TU_CHOI"
            means: refused
            reason: body.lyDo
          - {{when: body.trangThai == "DA_TIEP_NHAN" && via == "ask", means: accepted}}
          - {{when: body.trangThai == "DA_DEN", means: arrived}}
          - {{when: body.trangThai == "DA_TIEP_NHAN", means: received}}
          - {{when: body.trangThai == "DA_PHAN_CONG", means: assigned}}
          - {{when: body.trangThai == "DANG_XU_LY", means: in_process}}
          - {{when: body.trangThai == "DA_RUT", means: withdrawn}}
          - {{when: body.trangThai == "KHONG_RUT_DUOC", means: too_late}}
"""
